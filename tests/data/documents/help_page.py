"""Pages in the help's form, written by us."""

HEAD = (
    '<!DOCTYPE html><html><head><title>{title}</title><meta charset="utf-8"></head><body><div id="DisplayArea">{body}</div></body></html>'
)


def page(title: str, body: str) -> str:
    return HEAD.format(title=title, body=body)


LISTS = """
<meta itemprop="keywords" content="kites;flying">
<h1>Flying Kites in Text Documents</h1>
<p class="paragraph">To tie a kite to a page, choose <span class="emph">Insert - Kite</span>. Kites are made of paper.</p>
<h2>To Fly a Kite</h2>
<div class="note"><p>Do not fly kites near power lines.</p></div>
<ol>
 <li><p>Choose <span class="switchinline"><span hidden="true" class="MAC"><span class="emph">LibreOffice - Preferences</span></span><span
 hidden="true"><span class="emph">Tools - Options</span></span></span><span class="emph"> - Kites</span>.</p><p>The dialog opens.</p></li>
 <li><p>Click the <img src="x.svg" class="iconimage" alt="Icon Paper Kite"> icon.</p></li>
 <li><p>Click the <span class="emph">String</span> icon <img src="y.svg" class="iconimage" alt="Icon String">.</p></li>
</ol>
<div class="tip"><p>Wind helps.</p></div>
<ol start="4"><li><p>Do one of the following:</p></li></ol>
<ol><li><p>Click <span class="emph">OK</span>.</p></li><li><p>Press Enter.</p></li></ol>
<h2>To Land a Kite</h2>
<ol><li><p>Select the kite:</p><ol><li><p>Click the string.</p></li><li><p>Click the tail.</p></li></ol></li>
<li><p>Press Delete.</p></li></ol>
"""

ACCESS = """
<h1>Kite</h1>
<p class="paragraph"><span class="avis">Inserts a kite into the text document.</span> Kites come in colours.</p>
<div class="howtoget"><div><p class="howtogetheader">To access this command...</p></div><div class="howtogetbody"><div class="embedded">
<p class="paragraph">Choose <span class="menuitem">Insert - Kite</span>.</p>
<p class="paragraph">On <span class="emph">Kites</span> bar, click</p>
<div class="icontable"><div class="iconcell"><p class="paragraphintable"><img src="k.svg" class="iconimage" alt="Icon Kite"></p></div>
<div class="iconcell"><p class="paragraphintable">Insert Kite</p></div></div>
<p class="paragraph">Ctrl+K</p>
</div></div></div>
<p class="paragraph">To colour the kite, click the <span class="emph">Colour</span> button.</p>
"""
