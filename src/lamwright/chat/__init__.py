"""The door to a language model behind an OpenAI-compatible endpoint: a question with a schema goes in, a validated answer comes out.

    contract.py   Message and Chat, the one method
    named.py      `openai:NAME` and a base URL become a chat
    openai_chat.py  asks, tells the model what was wrong with its answer, gives up after so many
    endpoint.py   one HTTP question, bounded in time and size, every fault as one sentence
    faults.py     the sentences and the reasons they are counted by
    answers.py    a text becomes an answer of the schema, or the reason why not
    cache.py      answers by the content of their question: a re-run costs nothing
    usage.py      questions, tokens, cost, rejections by reason
    many.py       many questions at once, in order
    scripted.py   the fake: answers that were written beforehand

Nothing here knows what is asked for; the prompts are in `lamwright.instructions`.
"""
