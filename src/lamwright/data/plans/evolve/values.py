"""Values for what a plan leaves open: phrases, sentences, names of things, numbers. Written for this project; no real person among them."""

from itertools import product

_ADJECTIVES = (
    "new", "old", "first", "final", "yearly", "local", "shared", "quiet", "open", "short", "blue", "green", "early", "late", "small",
    "large", "printed", "missing", "signed", "weekly", "northern", "wooden", "spare", "public", "summer", "winter",
)  # fmt: skip
_NOUNS = (
    "timetable", "workshop", "garden", "budget", "library", "ferry", "market", "kitchen", "newsletter", "boat house", "choir", "exhibition",
    "harvest", "museum", "bakery", "footpath", "meeting room", "contract", "season", "delivery", "survey", "festival", "bridge",
    "orchard", "schedule", "invoice", "allotment", "bus stop", "recipe", "tool shed", "notice board", "reading group",
)  # fmt: skip
PHRASES = tuple(f"the {adjective} {noun}" for adjective, noun in product(_ADJECTIVES, _NOUNS))

_WHO = (
    "The committee", "Every member", "Our neighbour", "The treasurer", "The class", "Each visitor", "The printer", "The night shift",
    "A volunteer", "The whole team", "The office", "Nobody", "The caretaker", "Our supplier",
)  # fmt: skip
_DOES = (
    "checks the keys", "orders more paper", "waters the beds", "signs the list", "closes the gate", "brings a spare lamp",
    "reads the minutes", "pays the deposit", "sorts the letters", "cleans the hall", "books the room", "counts the chairs",
    "writes the summary", "answers the calls", "collects the forms", "repairs the fence", "paints the door", "packs the parcels",
)  # fmt: skip
_WHEN = (
    "on Monday", "before noon", "twice a month", "in spring", "after the meeting", "by the end of June", "every second week",
    "without being asked", "from next year", "as agreed",
)  # fmt: skip
SENTENCES = tuple(f"{who} {does} {when}." for who, does, when in product(_WHO, _DOES, _WHEN))

_LEADS = (
    "Budget", "Harvest", "Travel", "Summer", "Winter", "Project", "Letter", "Workshop", "Garden", "Library", "Market", "Kitchen", "Ferry",
    "Choir", "Museum", "Training", "Order", "Survey", "Invoice", "Recipe",
)  # fmt: skip
_TAILS = (
    "overview", "notes", "plan", "draft", "list", "summary", "table", "report", "minutes", "details", "appendix", "calendar", "contacts",
    "figures", "rules", "index",
)  # fmt: skip
NAMES = tuple(f"{lead} {tail}" for lead, tail in product(_LEADS, _TAILS))
FILES = tuple(f"{lead.lower()}{joint}{tail}" for lead, tail, joint in product(_LEADS, _TAILS, ("-", "_")))
DOCUMENTS = tuple(f"{name}.{end}" for name, end in product(FILES[::3], ("odt", "docx")))
PICTURES = tuple(f"{lead.lower()}-{what}.{end}" for lead, what, end in product(_LEADS, ("photo", "map", "logo", "sketch"), ("png", "jpg")))
TITLES = tuple(
    f"{what} {of}"
    for what, of in product(
        ("Minutes of", "Plan for", "Report on", "Notes about", "Guide to", "Rules of", "History of", "Questions about", "Checklist for"),
        (
            "the spring fair", "the community garden", "the new office", "the boat house", "the training week", "the reading club",
            "the road works", "the open day", "the night market", "the choir trip", "the second year", "the water tower",
            "the harbour festival", "the winter programme", "the repair café", "the school kitchen",
        ),
    )
)  # fmt: skip
REMARKS = tuple(
    f"{what} {how}"
    for what, how in product(
        ("Please check this", "Figures confirmed", "Source still missing", "Wording agreed", "To be shortened", "Compare with page 3"),
        ("by Friday", "with the office", "before printing", "in the next version", "by phone", "after the holidays", "once more"),
    )
)
WORDS = (
    "lantern", "orchard", "ticket", "harvest", "window", "copper", "violin", "compass", "blanket", "pencil", "candle", "ladder", "pepper",
    "saddle", "island", "button", "feather", "kettle", "marble", "anchor", "basket", "thunder", "meadow", "chimney", "barrel", "carpet",
    "cellar", "clover", "curtain", "engine", "fabric", "fennel", "ginger", "hammer", "hedge", "jacket", "kiosk", "lemon", "linen", "magnet",
    "mortar", "napkin", "needle", "oven", "paddle", "parcel", "pebble", "pigeon", "plaster", "pocket", "poster", "quarry", "radish",
    "ribbon", "saffron", "sandal", "shovel", "silver", "sparrow", "spinach", "stable", "stencil", "tablet", "teapot", "timber", "tractor",
    "tulip", "tunnel", "valley", "velvet", "walnut", "wicker", "willow", "zipper",
)  # fmt: skip
URLS = tuple(
    f"https://{site}.example/{page}"
    for site, page in product(
        ("harbour-office", "northfield", "greenways", "millbrook-choir", "repair-cafe", "old-mill", "town-library", "river-club"),
        ("news", "dates", "join", "archive", "contact", "map", "shop", "rules"),
    )
)
STYLES = (
    "Heading 1", "Heading 2", "Heading 3", "Quotations", "Text Body", "Title", "Subtitle", "Preformatted Text", "Marginalia", "Signature",
    "First Line Indent", "Hanging Indent",
)  # fmt: skip
CHARACTER_STYLES = ("Emphasis", "Strong Emphasis", "Quotation", "Source Text", "Definition", "Example", "User Entry", "Variable")
PAGE_STYLES = ("Landscape", "First Page", "Left Page", "Right Page", "Envelope", "HTML", "Index")
LANGUAGES = ("English (UK)", "French (France)", "German (Germany)", "Italian", "Spanish (Spain)", "Dutch (Netherlands)", "Polish", "Danish")
COLOURS = ("Light Blue 2", "Dark Green 1", "Yellow", "Brick", "Light Gray 3", "Purple", "Dark Red 2", "Teal", "Orange", "Lime")
CELLS = tuple(f"{column}{row}" for column, row in product("ABCD", range(1, 8)))
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "last", "second last")
PARAGRAPHS = (
    *(f"the {ordinal} paragraph" for ordinal in _ORDINALS * 8),
    *(f"the paragraph that starts with '{start}'" for start in _WHO * 4),
    *(f"the paragraph that contains '{phrase}'" for phrase in PHRASES[::5]),
)
FONTS = (
    "Arial", "Calibri", "Cambria", "Courier New", "DejaVu Sans", "DejaVu Serif", "Garamond", "Georgia", "Liberation Sans",
    "Liberation Serif", "Palatino", "Tahoma", "Times New Roman", "Verdana",
)  # fmt: skip
SIZES = ("8", "9", "10", "11", "13", "14", "15", "16", "18", "20", "22", "24", "26", "28", "32", "36")
FORMATS = ("odt", "docx", "pdf")
PERCENTS = ("60", "75", "80", "90", "110", "120", "125", "140", "150", "175", "200")
