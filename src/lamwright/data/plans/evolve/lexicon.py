"""Words for rewording, written for this project: synonyms, ways to ask, and occasions to ask on."""

VERBS = {
    "open": ("bring up", "call up", "go to"),
    "access": ("bring up", "get to"),
    "insert": ("add", "put in"),
    "add": ("insert", "put in"),
    "create": ("make", "set up"),
    "delete": ("remove", "get rid of"),
    "remove": ("delete", "get rid of"),
    "change": ("alter", "modify", "adjust"),
    "modify": ("change", "alter"),
    "edit": ("modify", "rework", "change"),
    "define": ("set up", "specify"),
    "select": ("choose", "pick", "mark"),
    "choose": ("pick", "select"),
    "display": ("show",),
    "show": ("display",),
    "move": ("shift",),
    "save": ("store",),
    "update": ("refresh",),
    "find": ("look for", "locate"),
    "search": ("look",),
    "enter": ("type",),
    "resize": ("change the size of",),
    "merge": ("join", "combine"),
    "combine": ("join", "merge"),
    "split": ("divide",),
    "rotate": ("turn",),
    "activate": ("turn on", "switch on", "enable"),
    "deactivate": ("turn off", "switch off", "disable"),
    "enable": ("turn on", "switch on"),
    "disable": ("turn off", "switch off"),
    "start": ("begin",),
    "use": ("work with", "make use of"),
    "set": ("adjust",),
    "customize": ("adapt", "change"),
    "specify": ("set", "define"),
    "arrange": ("order",),
    "protect": ("lock",),
    "attach": ("add",),
    "underline": ("put a line under",),
    "centre": ("center",),
    "view": ("look at", "see"),
}
"""Of an imperative at the start of a clause."""

FOLLOWERS = {
    "search": ("for ",),
    "change": ("the ", "a ", "an ", "all "),
    "alter": ("the ", "a ", "an "),
    "set": ("the zoom", "the width", "the size", "the spacing", "the margins", "the indent"),
    "move": ("a ", "the ", "an "),
    "save": ("the ", "a ", "your ", "this "),
    "start": ("a ", "the ", "with "),
    "enter": ("the text", '"', "a text"),
    "add": ("a ", "an ", "the ", "page", "foot"),
    "use": ("the ", "a ", "an "),
}
"""What has to come behind some verbs so that their synonyms mean the same."""

NOUNS = {
    "dialog": ("dialog box", "dialog window", "window"),
    "picture": ("image",),
    "image": ("picture",),
    "graphic": ("picture", "image"),
    "graphics": ("pictures", "images"),
    "images": ("pictures",),
    "toolbar": ("tool bar",),
    "automatically": ("by itself",),
    "while you type": ("during typing",),
    "a text document": ("a document", "a text file"),
    "the document properties": ("the file properties",),
    "the document": ("the file", "my document", "this document"),
    "in order to": ("to",),
    "multiple": ("several",),
    "several": ("a few", "multiple"),
    "without changing anything": ("with everything as it was",),
    "color": ("colour",),
}
SHORT = {
    "document": "doc", "paragraph": "para", "please": "pls", "information": "info", "application": "app", "picture": "pic", "and": "&",
    "maximum": "max", "minimum": "min", "pages": "pgs", "table of contents": "TOC", "at the beginning": "at the start",
}  # fmt: skip

REQUESTS = (
    "Please {task}.", "Could you {task}?", "Can you {task} for me?", "Would you {task}, please?", "I'd like you to {task}.",
    "I would like to {task}.", "I need to {task}.", "I want to {task}.", "Help me {task}.", "Now {task}.", "Next, {task}.",
    "{Task}, please.",
    "Kindly {task}.", "I have to {task}.", "It would be great if you could {task}.", "My aim is to {task}.",
    "We need to {task}.", "The task: {task}.", "{Task}.", "{Task}", "{task}", "{Task}, thanks.", "please {task}",
)  # fmt: skip
"""For any task, also one of several clauses."""

SEVERAL_SENTENCES = (
    "{Task}.", "{Task}", "{Task}, please.", "{Task}. Thanks!", "Hello! {Task}.", "What I need: {Task}.", "As discussed: {Task}.",
    "{Task}. Nothing else for now.",
)  # fmt: skip
"""For tasks that no sentence can be built around."""

QUESTIONS = (
    "How do I {task}?", "How can I {task}?", "What do I do to {task}?", "Show me how to {task}.", "What is the way to {task}?",
    "I don't know how to {task}.", "How would I {task}?", "I can't work out how to {task}.", "how to {task}",
)  # fmt: skip
"""For tasks of one clause alone."""

OCCASIONS = (
    "{Working} {thing}: {task}.", "{Working} {thing} and need to {task}.", "{Working} {thing} and want to {task}.",
    "For {thing}, please {task}.", "For {thing} I need to {task}.", "{Working} {thing}; please {task}.",
    "This is for {thing}: {task}.", "{Working} {thing}, so could you {task}?", "Because of {thing} I have to {task}.",
    "Before {thing} can go out, {task}.", "{Task}; it is for {thing}.", "{Task}, as {thing} must be ready soon.",
)  # fmt: skip
WORKING = (
    "I'm working on", "I'm finishing", "I'm preparing", "We are putting together", "I've started", "I'm writing", "I'm laying out",
    "I'm cleaning up", "My colleague left me", "I've been asked to finish",
)  # fmt: skip
THINGS = (
    "the club newsletter", "the minutes of the meeting", "my thesis", "a grant application", "the price list", "the user manual",
    "a cookbook", "the annual report", "a cover letter", "the concert programme", "the lesson plan", "a travel guide", "the menu card",
    "a rental contract", "the staff handbook", "the garden calendar", "a press release", "the exhibition catalogue", "an invitation",
    "the parish magazine", "the project plan", "a research paper", "the safety instructions", "the choir's song book", "an order form",
    "the house rules", "a family history", "the museum labels", "the term paper", "a product sheet", "the festival flyer", "my CV",
    "the course reader", "the board report", "the delivery note", "a tender", "the school newspaper", "the visitor guide", "an essay",
    "the shift schedule", "the wedding booklet", "the quarterly figures", "the translation", "a short story", "the letter to the tenants",
    "the complaint letter", "the training notes", "the sponsor list", "the membership form", "the field report", "the ferry timetable",
    "the survey results", "a funding proposal", "the recipe collection", "the quiz sheet", "the obituary", "the speech", "the workbook",
)  # fmt: skip
