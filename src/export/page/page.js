// Filters, searches and steps through the claims of a page, and shows one of them in full. All text stands in the page already:
// this shows and hides it, and writes only counts and days.
'use strict'
{
  const find = id => document.getElementById(id)
  const { claims, depths, events, stops } = JSON.parse(find('data').textContent)
  const root = document.documentElement
  const picture = find('picture')
  const details = find('details')
  const slider = find('stop')
  const byId = new Map()

  // Case, accents and the kind of quotation marks make no difference to a search.
  const fold = text =>
    text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[‘’ʼ]/g, "'").replace(/[“”«»„]/g, '"')

  const asButton = (claim, group) => {
    claim.group = group
    // A button is called what can be read on it; what the picture says of it besides is its description.
    claim.label = [...group.querySelectorAll('text')].map(text => text.textContent).join(' ') || group.getAttribute('aria-label')
    group.setAttribute('role', 'button')
    group.setAttribute('tabindex', '-1')
    // What lies between the lines of a label belongs to it too.
    if (claim.box) group.prepend(rectangle('hit', claim.box, 0))
  }

  const shape = (name, attributes, text = '') => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name)
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
    element.textContent = text
    return element
  }
  const rectangle = (name, [x, y, width, height], more) =>
    shape('rect', { class: name, x: x - more, y: y - more, width: width + 2 * more, height: height + 2 * more, rx: 4 })

  const rows = new Map([...document.querySelectorAll('[data-row]')].map(row => [row.dataset.row, row]))
  for (const claim of claims) {
    claim.article = find(claim.id)
    // The address leads to the claim in the picture, and no longer here.
    claim.article.removeAttribute('id')
    claim.row = rows.get(claim.id)
    claim.text = fold([...claim.article.querySelectorAll('[data-searched]')].map(element => element.textContent).join('\n'))
    claim.groups = []
    byId.set(claim.id, claim)
  }
  for (const group of document.querySelectorAll('g[data-claim]')) {
    const claim = byId.get(group.dataset.claim)
    claim.groups.push(group)
    if (picture.contains(group)) asButton(claim, group)
  }
  const hazes = [...document.querySelectorAll('[data-haze]')]
  const ends = [...document.querySelectorAll('[data-from]')]
  const statementOf = claim => `${claim.lane} ${claim.id.split('/')[0]}`

  const wanted = { acts: new Set(), actor: '', lanes: null, words: [], stop: stops.length }
  let chosen = null
  let current = null

  // Three answers: an uncertain date may lie on either side of the day.
  const saidBy = (claim, day) => {
    if (claim.last !== null && claim.last <= day) return 'yes'
    if (claim.first !== null && claim.first > day) return 'no'
    return 'possibly'
  }
  const isWanted = claim =>
    (!wanted.acts.size || wanted.acts.has(claim.act)) &&
    (!wanted.actor || claim.actor === wanted.actor) &&
    (!wanted.lanes || wanted.lanes.has(claim.lane)) &&
    wanted.words.every(word => claim.text.includes(word))

  function update() {
    const stop = stops[wanted.stop]
    for (const claim of claims) {
      claim.said = stop ? saidBy(claim, stop.day) : 'yes'
      claim.isShown = isWanted(claim) && claim.said !== 'no'
    }
    const lending = new Set(claims.filter(claim => claim.isShown).map(statementOf))
    for (const claim of claims) {
      const isPossible = claim.isShown && claim.said === 'possibly'
      for (const group of claim.groups) {
        group.classList.toggle('faint', !claim.isShown)
        // The date above several claims stays as long as one of them is shown.
        group.classList.toggle('lends', lending.has(statementOf(claim)))
        group.classList.toggle('possible', isPossible)
      }
      claim.group?.setAttribute('aria-label', isPossible ? `${claim.label} (possibly said later)` : claim.label)
      if (claim.isShown) claim.group?.removeAttribute('aria-hidden')
      else claim.group?.setAttribute('aria-hidden', 'true')
      claim.row.hidden = !claim.isShown
      claim.row.querySelector('.possibly').hidden = !isPossible
    }
    const later = new Set(stop ? events.filter(event => event.first !== null && event.first > stop.day).map(event => event.id) : [])
    const isThere = id => (byId.has(id) ? byId.get(id).isShown : !later.has(id))
    for (const end of ends) end.classList.toggle('faint', !isThere(end.dataset.from) || !isThere(end.dataset.to))
    for (const haze of hazes) haze.classList.toggle('faint', !haze.dataset.haze.split(' ').some(isThere))
    for (const event of document.querySelectorAll('[data-event]')) event.classList.toggle('faint', later.has(event.dataset.event))
    // What became of a demand by the cut-off says nothing of an earlier day.
    root.classList.toggle('past', Boolean(stop))
    markPossible()
    tell(stop)
    if (chosen && !chosen.isShown) close()
    rove(current?.isShown ? current : claims.find(claim => claim.isShown && claim.group))
  }

  function markPossible() {
    document.querySelectorAll('.perhaps').forEach(element => element.remove())
    for (const claim of claims) {
      if (!claim.isShown || claim.said !== 'possibly' || !claim.group || !claim.box) continue
      const [x, y, width, height] = claim.box
      const mark = shape('g', { class: 'perhaps', 'aria-hidden': 'true' })
      mark.append(rectangle('', claim.box, 2), shape('text', { x: x + width - 4, y: y + height + 8, 'text-anchor': 'end' }, 'possibly later'))
      claim.group.ownerSVGElement.append(mark)
    }
  }

  function tell(stop) {
    const shown = claims.filter(claim => claim.isShown)
    const possible = shown.filter(claim => claim.said === 'possibly').length
    const words = stop ? stop.words : 'the end of the set'
    const doubt = possible ? `, ${possible} of them only possibly said by ${words}` : ''
    find('count').textContent = `${shown.length} of ${claims.length} claims${doubt}`
    find('day').textContent = words
    slider.setAttribute('aria-valuetext', words)
    find('clear').hidden = shown.length === claims.length && !stop
  }

  // One claim can be reached by Tab; the arrow keys lead on from there.
  function rove(claim) {
    current?.group?.setAttribute('tabindex', '-1')
    current = claim ?? null
    current?.group?.setAttribute('tabindex', '0')
  }

  // The claim that the address of the page names.
  function addressed() {
    try {
      return byId.get(decodeURIComponent(location.hash.slice(1)))
    } catch {
      return undefined
    }
  }

  function drawFrame() {
    document.querySelectorAll('.frame').forEach(element => element.remove())
    const focused = document.activeElement?.closest?.('[data-claim]')
    for (const claim of new Set([chosen, focused && byId.get(focused.dataset.claim)])) {
      if (!claim?.group || !claim.box) continue
      const isFocused = claim.group === focused && focused.matches(':focus-visible')
      if (claim !== chosen && !isFocused) continue
      claim.group.ownerSVGElement.append(rectangle(isFocused ? 'frame focused' : 'frame', claim.box, 1))
    }
  }

  function choose(claim, { block = 'nearest' } = {}) {
    if (!claim.isShown) clear()
    if (chosen) chosen.article.hidden = true
    chosen?.row.classList.remove('chosen')
    chosen = claim
    claim.article.hidden = false
    claim.row.classList.add('chosen')
    root.classList.add('open')
    details.scrollTop = 0
    for (const end of ends) end.classList.toggle('related', [end.dataset.from, end.dataset.to].includes(claim.id))
    claims.forEach(other => (other === claim ? other.group?.setAttribute('aria-current', 'true') : other.group?.removeAttribute('aria-current')))
    rove(claim)
    if (addressed() !== claim) history.replaceState(null, '', `#${claim.id}`)
    drawFrame()
    claim.group?.scrollIntoView({ block, inline: block })
  }

  function close() {
    if (!chosen) return
    const was = chosen
    const hadFocus = details.contains(document.activeElement)
    was.article.hidden = true
    was.row.classList.remove('chosen')
    was.group?.removeAttribute('aria-current')
    chosen = null
    root.classList.remove('open')
    for (const end of ends) end.classList.remove('related')
    history.replaceState(null, '', location.href.split('#')[0])
    if (hadFocus) was.group?.focus({ preventScroll: true })
    drawFrame()
  }

  function step(claim) {
    if (!claim) return
    choose(claim)
    claim.group.focus({ preventScroll: true })
    drawFrame()
  }

  const inLane = lane => claims.filter(claim => claim.lane === lane && claim.isShown && claim.group)
  // Claims without a date stand together, before all others.
  const apart = (a, b) => (a.at === null || b.at === null ? (a.at === b.at ? 0 : Infinity) : Math.abs(a.at - b.at))
  const nearest = (claim, lane) => inLane(lane).reduce((best, other) => (best && apart(best, claim) <= apart(other, claim) ? best : other), null)
  const nextLane = (claim, way) => {
    for (let lane = claim.lane + way; lane >= 0 && lane < depths.length; lane += way) {
      const found = nearest(claim, lane)
      if (found) return found
    }
    return null
  }
  const moves = {
    ArrowRight: claim => inLane(claim.lane)[inLane(claim.lane).indexOf(claim) + 1],
    ArrowLeft: claim => inLane(claim.lane)[inLane(claim.lane).indexOf(claim) - 1],
    ArrowDown: claim => nextLane(claim, 1),
    ArrowUp: claim => nextLane(claim, -1),
    Home: claim => inLane(claim.lane)[0],
    End: claim => inLane(claim.lane).at(-1),
    Enter: claim => claim,
    ' ': claim => claim,
  }

  picture.addEventListener('keydown', event => {
    const group = event.target.closest('[data-claim]')
    if (!group || !Object.hasOwn(moves, event.key) || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    step(moves[event.key](byId.get(group.dataset.claim)))
  })
  picture.addEventListener('click', event => {
    const group = event.target.closest('[data-claim]')
    if (group) step(byId.get(group.dataset.claim))
  })
  picture.addEventListener('focusin', drawFrame)
  picture.addEventListener('focusout', drawFrame)
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape') close()
    const isTyping = event.target.closest?.('input[type=search], select')
    if (event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault()
      find('search').focus()
    }
  })

  const chips = [...document.querySelectorAll('[data-filter]')]
  for (const chip of chips) {
    chip.addEventListener('click', () => {
      const act = chip.dataset.filter
      if (!wanted.acts.delete(act)) wanted.acts.add(act)
      chip.setAttribute('aria-pressed', String(wanted.acts.has(act)))
      update()
    })
  }
  find('actor')?.addEventListener('change', event => {
    wanted.actor = event.target.value
    update()
  })
  find('lane').addEventListener('change', event => {
    const first = event.target.value === '' ? null : Number(event.target.value)
    wanted.lanes = first === null ? null : new Set([first])
    // The narrower ones follow it.
    for (let lane = first + 1; first !== null && depths[lane] > depths[first]; lane += 1) wanted.lanes.add(lane)
    update()
  })
  find('search').addEventListener('input', event => {
    wanted.words = fold(event.target.value).split(/\s+/).filter(Boolean)
    update()
  })
  slider.addEventListener('input', () => {
    wanted.stop = Number(slider.value)
    update()
  })
  function clear() {
    Object.assign(wanted, { actor: '', lanes: null, words: [], stop: stops.length })
    wanted.acts.clear()
    chips.forEach(chip => chip.setAttribute('aria-pressed', 'false'))
    if (find('actor')) find('actor').value = ''
    find('lane').value = ''
    find('search').value = ''
    slider.value = stops.length
    update()
  }
  find('clear').addEventListener('click', () => {
    clear()
    find('search').focus()
  })
  find('close').addEventListener('click', close)

  // The choice of colours lasts as long as the page is open.
  const theme = find('theme')
  // A page in greys for print turns back to them.
  const bright = root.dataset.theme === 'print' ? 'print' : 'light'
  const prefersDark = matchMedia('(prefers-color-scheme: dark)')
  const isDark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : prefersDark.matches)
  const nameTheme = () => (theme.textContent = isDark() ? 'Light colours' : 'Dark colours')
  theme.addEventListener('click', () => {
    root.dataset.theme = isDark() ? bright : 'dark'
    nameTheme()
  })
  prefersDark.addEventListener('change', nameTheme)

  const table = document.querySelector('#table details')
  let wasOpen = false
  addEventListener('beforeprint', () => {
    wasOpen = table.open
    table.open = true
  })
  addEventListener('afterprint', () => (table.open = wasOpen))

  // Where the titles of the lanes are scrolled out of sight, each is repeated at the edge.
  const tags = [...picture.querySelectorAll('[data-head]')].map(head => {
    const tag = shape('g', { class: 'tag', 'aria-hidden': 'true' })
    const text = shape('text', { x: 4, y: 3 }, head.getAttribute('aria-label'))
    tag.append(text)
    head.ownerSVGElement.append(tag)
    tag.prepend(rectangle('', [0, -9, text.getComputedTextLength() + 8, 16], 0))
    return { tag, top: head.querySelector('path').getBBox().y }
  })
  const moveTags = () => {
    const scale = picture.querySelector('svg').getScreenCTM().a
    picture.classList.toggle('panned', picture.scrollLeft > 4 * scale)
    for (const { tag, top } of tags) tag.setAttribute('transform', `translate(${picture.scrollLeft / scale} ${top})`)
  }

  // What sticks below the controls has to know how high they are.
  const measure = () => root.style.setProperty('--top', `${find('controls').offsetHeight}px`)
  measure()
  new ResizeObserver(measure).observe(find('controls'))

  const fromAddress = options => {
    const claim = addressed()
    if (!claim) return
    choose(claim, options)
    claim.group?.focus({ preventScroll: true })
    drawFrame()
  }
  addEventListener('hashchange', () => fromAddress({ block: 'center' }))

  root.classList.add('script')
  claims.forEach(claim => (claim.article.hidden = true))
  find('details-title').textContent = 'The selected claim'
  for (const id of ['controls', 'theme', 'help', 'close']) find(id).hidden = false
  find('time').hidden = stops.length === 0
  // A small screen shows little of the picture at once: it begins with the first claims, and the table is at hand.
  table.open = matchMedia('(max-width: 36rem)').matches
  picture.removeAttribute('tabindex')
  slider.max = slider.value = stops.length
  nameTheme()
  picture.addEventListener('scroll', moveTags, { passive: true })
  update()
  const left = Math.min(...claims.filter(claim => claim.box && claim.at !== null).map(claim => claim.box[0]))
  if (table.open && left < Infinity) picture.scrollLeft = (left - 12) * picture.querySelector('svg').getScreenCTM().a
  moveTags()
  fromAddress({ block: 'center' })
}
