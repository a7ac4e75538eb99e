# The demonstration.
set-up-demo-title = Or try it with demonstration data
set-up-demo-lead = A ward with plans, dialogues, issues, minutes, promises and reports of two years. The people's names are invented. For looking only: do not load it into a system that is meant for real work.
set-up-demo-button = Load the demonstration
flash-demo-loaded = The demonstration is loaded. Sign in as vanphong, bithu, thuky, mattran, phunu, kinhte or vanphongthanhuy with the password HoaPhuongDo-2026.
refusal-demo-not-empty = Somebody has an account already. The demonstration can only be loaded into a system that nobody uses yet.
refusal-demo-too-early = The machine's clock shows a day before 2 February 2026. Set it right, then load the demonstration.
