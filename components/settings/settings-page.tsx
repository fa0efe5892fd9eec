'use client'

import Menu from 'lucide-react/icons/menu'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import type { BackupList } from '@/lib/chat/backup-list.ts'
import type { BudgetList } from '@/lib/chat/budget.ts'
import type { ConnectProblem, SettingsView, UserSettings } from '@/lib/chat/settings.ts'
import { BudgetPanel } from '../budgets/budget-panel.tsx'
import { useShell } from '../conversations/shell-context.ts'
import { asApiError, requestJson } from '../http/request-json.ts'
import { defaultModel } from '../models/default-model.ts'
import { ModelButton } from '../models/model-button.tsx'
import { PortableSection } from '../portable/portable-section.tsx'
import { IconButton } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { TextAreaField } from '../ui/field.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { Switch } from '../ui/switch.tsx'
import { useSavedText } from '../ui/use-saved-text.ts'
import { BackupsSection } from './backups-section.tsx'
import { KeySection } from './key-section.tsx'
import { RoleFields } from './role-fields.tsx'
import { Section, SectionLinks } from './section.tsx'
import { applyTheme, type Theme } from './theme.ts'
import { TimeoutsFields } from './timeouts-fields.tsx'

const PromptLibrary = dynamic(() => import('../prompts/prompt-library.tsx').then(module => module.PromptLibrary), { ssr: false })

const themes: readonly { value: Theme; label: string }[] = [
  { value: 'system', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' }
]

/** In pico-dollars. */
const priceThresholds: readonly { value: string; label: string }[] = [
  { value: '0', label: 'Always' },
  { value: '1000000000', label: '$0.001' },
  { value: '10000000000', label: '$0.01' },
  { value: '100000000000', label: '$0.10' },
  { value: 'never', label: 'Never' }
]

interface SettingsPageProps {
  theme: Theme
  budgets: BudgetList
  backups: BackupList
  /** A conversation that a budget is to be set for. */
  conversationId: string | undefined
  /** Why somebody came back from OpenRouter without a key. */
  connectProblem: ConnectProblem | undefined
}

/** Key, budgets, defaults, theme: each saved at once. */
export function SettingsPage({ theme, budgets, backups, conversationId, connectProblem }: SettingsPageProps) {
  const { openSidebar, sidebarClosed } = useShell()
  return (
    <>
      <title>Settings · Steno</title>
      <header
        className={classNames('flex h-13 shrink-0 items-center border-line border-b px-4 md:px-6 xl:px-8', !sidebarClosed && 'lg:hidden')}
      >
        <IconButton label="Open sidebar" onClick={openSidebar} className="-ml-2">
          <Menu />
        </IconButton>
      </header>
      {/* What is hidden from sight in it is placed in it: else the page itself could be scrolled. */}
      <main id="composer" tabIndex={-1} className="relative min-h-0 flex-1 overflow-y-auto outline-none">
        <SectionLinks />
        <div className="mx-auto max-w-form px-4 py-8 md:px-6">
          <h1 className="font-serif text-title">Settings</h1>
          <Section id="key" help="One key for every model. Without one Steno is in demo mode: replies are simulated and nothing is billed.">
            <KeySection connectProblem={connectProblem} />
          </Section>
          <Section
            id="budgets"
            help="Steno warns at 80 %. At the limit it asks before each question that would pass it, or stops. Demo and OpenRouter count apart."
          >
            <BudgetPanel initial={budgets} conversationId={conversationId} />
          </Section>
          <DefaultsSections />
          <Section id="prompts" help="Texts for what is asked again and again. In a chat / at the beginning of the field brings them.">
            <PromptLibrary />
          </Section>
          <Section id="theme" help="For this browser.">
            <ThemeSwitch initial={theme} />
          </Section>
          <Section id="backups" help="Copies of everything but the key, beside the database. To go back to one: npm run restore.">
            <BackupsSection initial={backups} />
          </Section>
          <Section id="export" help="Every chat as a file that Steno can read again, and chats of other programs.">
            <PortableSection />
          </Section>
        </div>
      </main>
    </>
  )
}

/** Those that are set by hand. */
type Chosen = Exclude<keyof UserSettings, 'timeZone' | 'roles'>
type SaveState = 'saved' | 'idle' | { error: string }

function DefaultsSections() {
  const { catalogue, settings, changeSettings } = useShell()
  const [pickerOpen, setPickerOpen] = useState(false)
  const [saved, setSaved] = useState<Record<Chosen, SaveState>>({
    model: 'idle',
    systemPrompt: 'idle',
    titles: 'idle',
    copyKeys: 'idle',
    nextPriceFromPicoUsd: 'idle',
    timeouts: 'idle'
  })

  const save = (what: Chosen, change: UserSettings, { leaving = false } = {}): Promise<boolean> =>
    requestJson<SettingsView>('/api/settings', 'PATCH', change, { keepalive: leaving }).then(
      next => {
        // The answer to PATCH does not repeat the limit that was read with the key.
        changeSettings({ ...next, key: { ...settings.key, ...next.key } })
        setSaved(current => ({ ...current, [what]: 'saved' }))
        return true
      },
      (failure: unknown) => {
        setSaved(current => ({ ...current, [what]: { error: asApiError(failure).message } }))
        return false
      }
    )
  const prompt = useSavedText(settings.settings.systemPrompt ?? '', (systemPrompt, options) =>
    save('systemPrompt', { systemPrompt }, options)
  )
  return (
    <>
      <Section id="model" help="Each conversation remembers its own.">
        <div className="-ml-2 flex items-center gap-3">
          <ModelButton
            model={defaultModel(catalogue, settings.settings, [])}
            open={pickerOpen}
            onOpenChange={setPickerOpen}
            onChoose={model => save('model', { model })}
          />
          <SaveNote state={saved.model} />
        </div>
      </Section>
      <Section id="roles" help="What you take a model for: one press in the model picker.">
        <RoleFields />
      </Section>
      <Section id="instructions" help="Sent before every new conversation.">
        <TextAreaField label="System prompt" maxLength={100_000} {...prompt.field} />
        <SaveNote state={prompt.saved === null ? 'idle' : saved.systemPrompt} />
      </Section>
      <Section id="titles" help="After the first answer. Until then, and without, a conversation is called by its first words.">
        <Switch
          label="Write titles with a cheap model; its cost is in the conversation’s total"
          checked={settings.settings.titles ?? true}
          onChange={titles => save('titles', { titles })}
        />
        <SaveNote state={saved.titles} />
      </Section>
      <Section id="keyboard" help="Ctrl or ⌘ with / shows every shortcut. Browsers have tools of their own under these two.">
        <Switch
          label="Ctrl or ⌘ with Shift: C copies the last answer, ; the last code"
          checked={settings.settings.copyKeys ?? true}
          onChange={copyKeys => save('copyKeys', { copyKeys })}
        />
        <SaveNote state={saved.copyKeys} />
      </Section>
      <Section id="price" help="What the next answer will probably cost, beside Send, from this amount on.">
        <Segmented
          label="Price before sending"
          value={settings.settings.nextPriceFromPicoUsd ?? '1000000000'}
          options={priceThresholds}
          onChange={nextPriceFromPicoUsd => save('nextPriceFromPicoUsd', { nextPriceFromPicoUsd })}
        />
        <SaveNote state={saved.nextPriceFromPicoUsd} />
      </Section>
      <Section id="timeouts" help="When Steno gives an answer up that does not move. What had come of it is kept.">
        <TimeoutsFields chosen={settings.settings.timeouts ?? {}} onChange={timeouts => save('timeouts', { timeouts })} />
        <SaveNote state={saved.timeouts} />
      </Section>
    </>
  )
}

function SaveNote({ state }: { state: SaveState }) {
  if (typeof state === 'object') {
    return (
      <span role="alert" className="text-danger text-ui">
        {state.error}
      </span>
    )
  }
  return (
    <span role="status" className="text-ink-3 text-ui">
      {state === 'saved' ? 'Saved' : ''}
    </span>
  )
}

function ThemeSwitch({ initial }: { initial: Theme }) {
  const [theme, setTheme] = useState(initial)
  const change = (next: Theme) => {
    setTheme(next)
    applyTheme(next)
  }
  return <Segmented label="Theme" value={theme} options={themes} onChange={change} />
}
