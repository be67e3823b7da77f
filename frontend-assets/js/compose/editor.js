/*
 * The rich-text editor: Squire, with DOMPurify between it and whatever comes in. Under our Content-Security-Policy no
 * style attribute that is parsed has an effect, so styles travel as data-style and are set by script, property by
 * property; and no string becomes markup but by way of the purifier.
 */
import Squire from '../../vendor/squire-2.4.8.js';
import '../../vendor/dompurify-3.4.18.min.js';

const purifier = globalThis.DOMPurify();
const TAGS = ('a abbr b big blockquote br caption center cite code col colgroup dd del div dl dt em font h1 h2 h3 h4 h5 h6 hr i img ins kbd li'
  + ' mark ol p pre q s samp small span strike strong sub sup table tbody td tfoot th thead tr tt u ul var').split(' ');
const ATTRIBUTES = ('align alt bgcolor border cellpadding cellspacing class color colspan dir face height href lang rowspan size src start'
  + ' title type valign width data-style data-src').split(' ');
const ADDRESSES = /^(?:https?:|mailto:|tel:|blob:|\/compose\/files\/[0-9a-f]{32}$|data:image\/(?:png|gif|jpeg|webp);base64,)/i;
const CLASSES = new Set(['color', 'font', 'highlight', 'signature', 'size']);
const STYLES = /^(?:background-color$|border|color$|direction$|font|height$|letter-spacing$|line-height$|list-style|margin|max-|padding|table-layout$|text-|vertical-align$|white-space|width$)/;

purifier.addHook('uponSanitizeAttribute', (node, data) => {
  if (data.attrName === 'class') {
    data.attrValue = data.attrValue.split(/\s+/).filter((name) => CLASSES.has(name)).join(' ');
    if (!data.attrValue) data.keepAttr = false;
  }
  if ((data.attrName === 'id' || data.attrName === 'type') && node.nodeName === 'INPUT' && !/^(?:squire-selection-(?:start|end)|hidden)$/.test(data.attrValue)) data.keepAttr = false;
});

/** Markup whose style attributes wait: parsed as they are, each would be a violation of the policy. */
const waiting = (html) => html.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, ' data-style='));

/** Gives styles their effect, those that cannot lead out of the editor. */
function paint(root) {
  for (const element of root.querySelectorAll('[data-style]')) {
    const style = element.getAttribute('data-style');
    element.removeAttribute('data-style');
    element.style.cssText = style;
    for (const name of [...element.style]) if (!STYLES.test(name)) element.style.removeProperty(name);
  }
  return root;
}

/** @param own it is the editor's own, whose marks of the selection stay in it */
function fragment(html, own = false) {
  const clean = purifier.sanitize(waiting(html), {
    ALLOWED_TAGS: own ? [...TAGS, 'input'] : TAGS,
    ALLOWED_ATTR: own ? [...ATTRIBUTES, 'id'] : ATTRIBUTES,
    ADD_URI_SAFE_ATTR: ATTRIBUTES.filter((name) => !['href', 'src'].includes(name)),
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    ALLOWED_URI_REGEXP: ADDRESSES,
    RETURN_DOM_FRAGMENT: true,
  });
  return paint(document.importNode(clean, true));
}

class MailEditor extends Squire {
  /** Undo and redo put earlier states back through here. */
  _setRawHTML(html) {
    this._root.replaceChildren(fragment(html, true));
    if (!this._root.firstChild) this._root.append(this.createDefaultBlock());
    this._ignoreChange = true;
    return this;
  }
}

const SIZES = { small: '0.8em', normal: '', large: '1.4em', huge: '2em' };
const toggled = (tag) => ({ on: (editor) => editor.hasFormat(tag), run: (editor) => (editor.hasFormat(tag) ? editor.changeFormat(null, { tag }) : editor.changeFormat({ tag })) });
const listed = (tag, make) => ({ on: (editor) => new RegExp(`(?:^|>)${tag}`).test(editor.getPath()), run: (editor, on) => (on ? editor.removeList() : editor[make]()) });

const COMMANDS = {
  bold: toggled('B'),
  italic: toggled('I'),
  underline: toggled('U'),
  strike: toggled('S'),
  bullets: listed('UL', 'makeUnorderedList'),
  numbers: listed('OL', 'makeOrderedList'),
  quote: { on: (editor) => /(?:^|>)BLOCKQUOTE/.test(editor.getPath()), run: (editor, on) => (on ? editor.decreaseQuoteLevel() : editor.increaseQuoteLevel()) },
  link: { on: (editor) => editor.hasFormat('A') },
  clear: { run: (editor) => editor.removeAllFormatting() },
};

/** A span with a class of its own; an empty style takes it away. */
function styled(editor, name, style) {
  const remove = { tag: 'SPAN', attributes: { class: name } };
  editor.changeFormat(style ? { tag: 'SPAN', attributes: { class: name, 'data-style': style } } : null, remove);
  paint(editor.getRoot());
}

/**
 * Makes the element an editor.
 *
 * @param tools the toolbar: buttons with data-command, data-size, data-color
 * @param on changed(), image(file) answers with an element's address, link(current) asks for one
 */
export function createEditor(root, tools, html, on) {
  const editor = new MailEditor(root, { sanitizeToDOMFragment: (text) => fragment(text), didError: (error) => console.error(error) });
  editor._imageResizer.destroy(); // it draws with style attributes
  /** Colours were chosen for paper: where there are any, the whole text stands on it, also in the dark. */
  const paper = () => root.classList.toggle('paper', !!root.querySelector('[style*="color"], [bgcolor], [color], [style*="background"]'));
  editor.setHTML(html);
  paper();
  editor.addEventListener('input', () => { paper(); on.changed(); });
  editor.addEventListener('pasteImage', (event) => {
    for (const item of event.detail.clipboardData.items) if (item.type.startsWith('image/')) insertImage(item.getAsFile());
  });
  editor.addEventListener('willPaste', (event) => { queueMicrotask(() => adoptData()); void event; });

  /** Shown at once from here, then from the server: that is what is sent. */
  async function insertImage(file) {
    if (!file) return;
    const local = URL.createObjectURL(file);
    const image = editor.insertImage(local, { alt: file.name ?? '' });
    image.style.maxWidth = '100%';
    const address = await on.image(file);
    if (address) image.setAttribute('src', address);
    else image.remove();
    URL.revokeObjectURL(local);
    on.changed();
  }

  /** Pasted pages carry images within the text; in a message they are parts of their own. */
  async function adoptData() {
    for (const image of root.querySelectorAll('img[src^="data:"]')) {
      const [head, data] = image.getAttribute('src').split(',', 2);
      const type = head.slice(5).split(';')[0];
      const octets = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
      image.setAttribute('src', URL.createObjectURL(new Blob([octets], { type })));
      const address = await on.image(new File([octets], `image.${type.slice(6)}`, { type }));
      if (address) image.setAttribute('src', address);
      else image.remove();
    }
  }

  async function link() {
    const current = editor.hasFormat('A') ? editor.getSelection().commonAncestorContainer.parentElement?.closest('a')?.href ?? '' : '';
    const address = await on.link(current);
    editor.focus();
    if (address === null) return;
    if (!address) editor.removeLink();
    else editor.makeLink(/^[a-z]+:/i.test(address) ? address : address.includes('@') ? `mailto:${address}` : `https://${address}`);
  }

  function show() {
    for (const button of tools.querySelectorAll('[data-command]')) {
      const command = COMMANDS[button.dataset.command];
      if (command?.on) button.setAttribute('aria-pressed', command.on(editor));
    }
  }

  function press(event) {
    const button = event.target.closest('button');
    if (!button) return;
    const { command, size, color, highlight } = button.dataset;
    if (command === 'link') link();
    else if (command) COMMANDS[command]?.run(editor, COMMANDS[command].on?.(editor));
    if (size) styled(editor, 'size', SIZES[size] && `font-size: ${SIZES[size]}`);
    if (color !== undefined) styled(editor, 'color', color && `color: ${color}`);
    if (highlight !== undefined) styled(editor, 'highlight', highlight && `background-color: ${highlight}`);
    if (size || color !== undefined || highlight !== undefined) button.closest('details').open = false;
    if (command !== 'link' && command !== 'image') editor.focus();
    show();
  }

  const steady = (event) => { if (event.target.closest('button')) event.preventDefault(); }; // the selection stays where it is
  tools.addEventListener('mousedown', steady);
  tools.addEventListener('click', press);
  for (const name of ['pathChange', 'cursor', 'select']) editor.addEventListener(name, show);
  const mac = /Mac|iP/.test(navigator.platform);
  editor.setKeyHandler(`${mac ? 'Meta' : 'Ctrl'}-k`, (_, event) => { event.preventDefault(); event.stopPropagation(); link(); });
  adoptData();

  return {
    html: () => editor.getHTML(),
    text: () => root.innerText,
    setHTML: (text) => { editor.setHTML(text); paper(); on.changed(); },
    insertHTML: (text) => { editor.insertHTML(text); on.changed(); },
    insertImage,
    focusStart: () => { editor.focus(); editor.moveCursorToStart(); },
    focusBelowQuote: () => {
      const line = root.querySelector(':scope > blockquote')?.nextElementSibling;
      editor.focus();
      if (!line) { editor.moveCursorToEnd(); return; }
      const range = document.createRange();
      range.setStart(line, 0);
      editor.setSelection(range);
    },
    root,
    destroy: () => {
      editor.destroy();
      root.removeAttribute('contenteditable');
      root.replaceChildren();
      tools.removeEventListener('mousedown', steady);
      tools.removeEventListener('click', press);
    },
  };
}
