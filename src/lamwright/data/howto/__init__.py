"""From the steps of a documented how-to to actions, by rules alone.

clauses      a step in the document's words -> what is said to be done (`said`)
atlas        names as documents write them -> controls of the application map
scenes       the how-to's words -> a template document and what to select in it
ground       what is said -> a plan of actions, or the reason why not
expecting    a plan -> the effect that it should have
run          plans -> episodes in Writer, judged by that effect, with the funnel
"""
