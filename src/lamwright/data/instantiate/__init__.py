"""From a task-plan pair to a task that can be run: template, targets, values, an action plan whose controls exist.

reading.py   its steps become actions
choose.py    the template whose description fits
ground.py    what is acted on is named, in the plan and in the request
match.py     every control is one that the application has, else the pair is discarded with the reason
pipeline.py  all of it
judges.py    which judge speaks of the result
"""
