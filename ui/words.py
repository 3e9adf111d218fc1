"""Every word that the page itself says, in one place, so that it can be said in another language."""

from __future__ import annotations

TITLE = "Backend Mentor"
LANGUAGE = "en"

# the views
CHAT, TODAY, PLAN, PROGRESS, LIBRARY, EVALS = "Chat", "Today", "Plan", "Progress", "Library", "Evals"

# chat
WELCOME = "What would you like to understand?"
WELCOME_MORE = "Every sentence of an answer shows the passage it rests on."
EXAMPLES = (
    "Sessions or JWT for my first login system?",
    "What is a database index, and when does it hurt?",
    "How do I store passwords safely?",
    "/learn I know some Python, 8 hours a week, first job as a backend developer",
)
EXAMPLE_PLAN = "Build my plan: some Python, 8 hours a week, first backend job"
MESSAGE = "Your message"
MESSAGE_HINT = "Ask a question, or / for commands"
COMMANDS = "Commands"
CONVERSATION = "Conversation"
THINKING = "*Looking through the sources …*"
BROKEN = "Something went wrong on this side; your message is kept. Ask again, or run `mentor doctor`."
INTERRUPTED = "*This answer was interrupted before anything of it was kept. The arrow below asks again.*"
STOPPED = "*Stopped here. The arrow below asks again.*"
# the first two are drawn as thumbs; the others are reasons, kept with a thumb down
LIKE, DISLIKE = "Like", "Dislike"
REASONS = (
    "It is wrong",
    "It does not answer my question",
    "The source does not say this",
    "I do not understand it",
)

# conversations
NEW = "New conversation"
FIND = "Find a conversation"
FIND_HINT = "Find …"
CONVERSATIONS = "Conversations"
NO_CONVERSATIONS = "What you ask is kept here, on this machine."
NOTHING_FOUND = "No conversation says that."
RENAME, RENAME_TITLE, SAVE = "Rename", "New title", "Save"
DELETE, DELETE_SURE = "Delete", "Delete for good?"
TODAY_DAY, YESTERDAY = "Today", "Yesterday"

# sources and the reader
SOURCES = "Sources"
SOURCES_EMPTY = "Sources appear here."
SOURCES_EMPTY_MORE = "Each [number] in an answer opens the document it comes from, at the words it rests on."
ALSO_FOUND = "Also found ({n})"
OPEN_DOCUMENT = "Read in the document"
BY_NONE = "Quoted from the sources, word for word"
BY_MODEL = "Written by {model}, each sentence checked against the sources"
READER = "Document"
CLOSE = "Close"
OPENING = "Opening the document …"
GONE = "This document is not there any more. It may have been removed from the library."
OWN_DOCUMENT, CURRICULUM_PAGE = "A document of yours", "A page of the curriculum"
