"""Every word that the page itself says, in one place, so that it can be said in another language."""

from __future__ import annotations

TITLE = "Backend Mentor"
LANGUAGE = "en"

# the views
CHAT, TODAY, PLAN, PROGRESS, LIBRARY, EVALS = "Chat", "Today", "Plan", "Progress", "Library", "Evals"

# chat
WELCOME = "What would you like to understand?"
WELCOME_MORE = "Every sentence of an answer shows the passage it rests on."
# what may be sent at first, and what its button says
EXAMPLES = {
    "Sessions or JWT for my first login system?": "Sessions or JWT for my first login system?",
    "How do I store passwords safely?": "How do I store passwords safely?",
    "/learn": "Help me choose a path, one question at a time",
    "/learn I know some Python, 8 hours a week, first job as a backend developer": (
        "Build my plan: some Python, 8 hours a week, first backend job"
    ),
}
MESSAGE, SEND, STOP = "Your message", "Send", "Stop the answer"
MESSAGE_HINT = "Ask a question, or / for commands"
COMMANDS = "Commands"
CONVERSATION = "Conversation"
THINKING = "*Looking through the sources …*"
IN_LINE = "*The sources are found. The model is writing for others: {ahead} ahead of you …*"
READING = "*The model is reading the sources …*"
ANSWERING = "An answer is being written."
STILL_ANSWERING = (
    "This conversation is still being answered. Wait for the end, or stop it; what you wrote stays."
)
BROKEN = "Something went wrong on this side; your message is kept. Ask again, or run `mentor doctor`."
INTERRUPTED = "*The mentor ended before this was answered. Your question is kept.*"
ASK_AGAIN = "Ask it again"
STOPPED = "*Stopped here. The arrow below asks again.*"
# commands that are offered below an answer, by their first word
OFFERS = {"/learn": "Build this as my plan", "/today": "What to do today"}
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
BY_BOTH = (
    "Begun by {model}, each sentence checked against the sources; it did not finish, so the rest is quoted"
)
MODEL_SILENT = "Quoted from the sources, word for word, because {model} did not answer"
MODEL_UNSUPPORTED = (
    "Quoted from the sources, word for word: what {model} wrote was left out, as nothing in them supports it"
)
READER = "Document"
CLOSE = "Close"
OPENING = "Opening the document …"
GONE = "This document is not there any more. It may have been removed from the library."
OWN_DOCUMENT, CURRICULUM_PAGE = "A document of yours", "A page of the curriculum"

# today
MINUTES, HOURS_MINUTES = "{minutes} min", "{hours} h {minutes:02d}"
ABOUT_TIME = "about {time}"
NEXT, THEN = "Next", "Then"
KINDS = {
    "review": "Review",
    "check": "Check",
    "topic": "Topic",
    "project": "Project",
    "milestone": "Milestone",
}
START, START_CHECK, DONE, DONE_SAVE, SKIP, UNDO = (
    "Start",
    "Answer",
    "Done …",
    "Record as done",
    "Skip",
    "Undo",
)
REAL_HOURS = "Hours it took you (you may leave it out)"
SKIP_SURE = "Skip it?"
RECORDED, SKIPPED, TAKEN_BACK = "Recorded: {what}.", "Skipped: {what}.", "Taken back: {what}."
STUDIED = "Noted for today: {what}. It stays open."
MORE_REVIEWS = "{n} more reviews wait: this week's time for review is used up."
BEHIND_ONE, BEHIND_MANY = (
    "1 thing of earlier weeks is still open.",
    "{n} things of earlier weeks are still open.",
)
FIT_PLAN = "See how the plan would fit"
THIS_WEEK = "Week {number}: {done:g} of {planned:g} hours"
NOTHING_TODAY = "Nothing is waiting for you."
YOUR_ANSWER, CHECK_IT, CHOOSE_ONE = "Your answer", "Check my answer", "Choose one"
COMPARE = "Compare with the key: does yours say the same?"
RIGHT, NOT_RIGHT, NOT_KNOWN = "Right", "Not right", "Not known yet"
IT_IS_RIGHT, IT_IS_NOT = "Mine is right", "Mine is not"
THE_ANSWER = "The answer: {answer}"
COMES_BACK = "Comes back on {day}."
GO_ON, BACK_TO_TODAY, BACK_TO_PAGE = "Go on", "Back to today", "Back to the page"
FOR_TODAY, FOR_TODAY_TIME = "Enough for today", "Enough for today ({time})"
ASK_ME, FINISHED_IT, IS_FINISHED = "Ask me about it", "I have finished it", "You have finished this."
PLACE, PLACE_MORE = (
    "Find out what I know",
    "Do you know some of it already? At most 12 short checks find out, and the plan leaves it out.",
)
PLACE_STEP, PLACE_STOP, PASS = "Check {number} of at most {most}", "Stop here", "I do not know"
PLACED, PLACED_NONE = (
    "Left out as known: {what}. Fit the plan to it on the Plan page.",
    "Nothing will be left out: the plan begins at the beginning.",
)
READ_TOPIC = "Read the page again"
LEFT = "{n} more due"

# a first plan, and its form
FIRST_PLAN = "What do you want to reach?"
FIRST_PLAN_MORE = (
    "Say it in your own words. Everything you leave out gets a sensible default that you can change."
)
GOAL_HINT = "I know some Python and want my first job as a backend developer"
HOURS_A_WEEK, DEADLINE, PATH = "Hours a week", "Deadline", "Path"
HOURS_HINT, CHOOSE_FOR_ME = "8", "Choose for me"
OPTIONAL = "(optional)"
BUILD = "Build my plan"

# plan
YOUR_PLAN, DOES_NOT_FIT = "Your plan", "This does not fit"
ASSUMED, LEFT_OUT, TAKEN_AS_KNOWN = "What I assumed", "Left out", "Taken as known"
OTHERWISE = "otherwise say “{say}” under Change the plan"
WAYS_OUT = "The nearest ways out"
TAKE_IT = "Take it"
WEEK, OF_HOURS = "Week {number}", "{planned:g} of {budget:g} h"
PAST_WEEKS = "Earlier weeks"
PART = "part {part} of {parts}"
CHANGE_PLAN = "Change the plan"
CHANGE_HINT = "10 hours a week, keep Docker, and I know Git"
CHANGE_IT = "Show what would change"
REPLAN = "Fit it to my progress"
REPLAN_SHOWN = "This would change:"
CHANGE_NOTHING = "Nothing would change in your plan."
UNDERSTOOD, NOT_UNDERSTOOD = "Understood", "Not understood, so left as it is"
STILL_NEEDED = "Stays in the plan"
REPLAN_NOTHING = "Nothing would change: the plan fits."
ACCEPT, LEAVE = "Accept the change", "Leave it as it is"
EXPORT = "Take it with you"
EXPORTS = (
    ("Calendar", "plan.ics"),
    ("Anki cards", "plan.apkg"),
    ("Markdown", "plan.md"),
    ("JSON", "plan.json"),
    ("Picture of the weeks", "plan-weeks.svg"),
    ("Picture of the graph", "plan-graph.svg"),
)
VERSION = "version {version}"
MAP, BUILDS_ON = "How the next steps build up", ", which builds on {what}"
WEEKS_PICTURE, GRAPH_PICTURE = "All weeks at a glance", "How the whole plan builds up"
SIGNS = {
    "done": "Done",
    "next": "Can begin",
    "locked": "Locked",
    "review": "Review",
    "milestone": "Milestone",
    "away": "Days away",
}
WEEK_FROM, NOTHING_PLANNED = "Week {number}, from {day}", "nothing is planned"
HOURS_OF, DAYS_AWAY = "{hours:g} hours", "days away: {days}"
MILESTONES = "Milestones"
MARK_DONE, MARK_UNDONE = "Mark as done: {title}", "Take back: {title}"

# progress
NO_PROGRESS = "What you finish and answer shows up here, with the evidence for it."
FINISHED, MASTERED, DUE_NOW = "finished", "mastered", "reviews due"
HOURS_AGAINST = "really, {planned:g} were planned"
AREA, TOPIC, EVIDENCE, HOURS, NEXT_REVIEW = "Area", "Topic", "Evidence", "Hours", "Next review"
AREA_DONE = "{done} of {all}"
ANSWERS, BY_YOU = "{right} of {all} checks right", "{n} judged by you"
NO_ANSWERS, RECALL = "no check answered yet", "recalled with {percent} %"
MASTERY_MEANS = "Mastered means: at least four checks right, four of five, and not by your own judgement alone. Hours: real / planned."

# library
ADD_DOCUMENTS = "Add documents"
LIBRARY_MORE = (
    "Answers also come from these, and show you where. Markdown, text, HTML, PDF and DOCX, up to 25 MB each."
)
NO_DOCUMENTS = "No documents of your own yet."
READ_WORDS, READ_ON = "{n:,} words read", "on {day}"
YOURS, EVERYBODYS = "only you", "everybody here"
SEE_READ, REMOVE, REMOVE_SURE = "See what was read", "Remove", "Remove it for good?"
SHELF, SHELF_MORE = "The curriculum", "{n} pages, which answers and plans rest on. Open any of them and read."
SHELF_FIND, SHELF_HINT = "Find a page of the curriculum", "Find a topic or project …"
SHELF_NOTHING = "No page of the curriculum speaks of that."
READING_NOW, READING_STEP = "Reading your documents …", "Reading {number} of {sources}: {title}"
READING_LEFT = "about {time} left"
READING_STAYS = "You can leave this page; it goes on."
READING_BROKEN = "Something went wrong while reading; nothing else was changed. Add the file again, or run `mentor doctor`."
NOT_KEPT = "Nothing was added: the file could not be kept ({why}). Make room, or check the mentor's folder."

# evals
EVALS_MORE = "How well this mentor works, for who runs it. Cases that are held out are never shown."
NO_RUNS = "No run yet. `mentor eval run retrieval` makes the first one."
RUNS, WORST, UNSCORED = "Runs", "Worst cases of the newest run", "{n} unscored"
RUN_COLUMNS = ("Suite", "When", "Model", "Cases", "Figure")
ONE_RUN = "One run so far; from the second on their course is drawn here."
TREND = "{n} runs, from {first} to {last}"

# a language model that is not here yet
MODEL_COMING = "The language model {name} is being fetched: {here:.2f} of {size:.2f} GB."
MODEL_CHECKED = "The language model {name} is fetched and is being checked."
MODEL_STOPPED = (
    "{here:.2f} of {size:.2f} GB of the language model {name} are here. Run mentor model get {name} to go on."
)
MODEL_MISSING = "The language model {name} is not here yet. Run mentor model get {name} to fetch it."
MODEL_NO_FILE = "There is no model file {name}. Check MENTOR_MODEL."
MODEL_MEANWHILE = "Until it is here, answers are quoted from the sources."
MODEL_ARRIVED = "The language model is here and writes the next answers."
MODEL_BAR = "How much of the language model is here"

# states of the whole page
UNREACHABLE = "The mentor cannot be reached. What you typed stays here; it is tried again every few seconds."
OPENING_MENTOR = "The mentor is opening"
OPENING_MORE = "The first start reads the curriculum in; this page goes on by itself."
OPENING_STEP = "Reading {number} of {sources}: {title}"
