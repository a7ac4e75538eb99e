# Searching everything that one may see.

search-title = Search
search-header = Search the system
search-words = Words to look for
search-kind = Kind
search-unit = Unit (with those below it)
search-from = From
search-to = Until
search-kind-issue = Issue
search-kind-answer = Answer
search-kind-session = Dialogue session
search-kind-minutes = Minutes
search-kind-commitment = Commitment
search-kind-conclusion = Conclusion notice
search-kind-report = Report
search-found = { $count ->
    [one] One result.
   *[other] { $count } results, the newest on top.
}
search-found-more = More than { $count } results, the newest on top. Add words or choose a filter to narrow them down.
search-none = Nothing was found
search-none-text = Try fewer words, or other ones. Diacritics are not needed: "duong" finds "đường" as well.
search-none-filtered = Try fewer filters, or fewer words.
search-empty = Type the words to look for
search-empty-text = For example: ngap nuoc to 5. Diacritics are not needed. Put words in quotes to find them in a row: "Lê Hồng Phong".
job-name-attachment-texts = Attachments read for the search
job-name-search-index = Search index

alike-title = Issues that say something similar
alike-typing = The issues below seem to speak of the same matter. If they do, there is no need to hand it in again; if not, simply go on.
alike-office = Looked for over all years, by matter and place. Issues that say the same can be merged.
alike-percent = About { $percent }% alike
alike-none = No similar issue was found.
alike-look = Show similar issues
