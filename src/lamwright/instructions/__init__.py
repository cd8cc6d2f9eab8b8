"""Every prompt that a language model is asked with, each beside the schema of its answer.

    answers.py   what all answers share
    plans.py     structure, plan for a query or a request, evolve
    tasks.py     choose a template, ground a task in it
    acting.py    the next action, the judge
    state.py     how a window and what was done read as text

A prompt is a function that gives the messages; its answer is a pydantic model of the same name in the past tense. Documents are quoted
as material between marks: what stands in them is never an order.
"""
