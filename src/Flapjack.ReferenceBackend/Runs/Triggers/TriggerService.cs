using System.Text.Json;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.ReferenceBackend.Secrets;
using Flapjack.Sdk;
using LocalComputers.Computers;
using Microsoft.Extensions.Logging;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Runs.Triggers;

/// <summary>The triggers of runners: they start runs by the clock, by webhooks and by hand.</summary>
internal sealed class TriggerService : IAsyncDisposable
{
    // The kind of actor on whose behalf a run acts that no caller has started.
    private const string Actor = "trigger";

    private readonly TriggerStore _triggers;
    private readonly RunService _runs;
    private readonly TriggerSecrets _secrets;
    private readonly TimeProvider _clock;
    private readonly CronClock _cron;

    /// <param name="triggers">The triggers.</param>
    /// <param name="runs">Starts the runs.</param>
    /// <param name="cipher">Encrypts the secrets of webhooks.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="logger">Told of failures that nobody waits for.</param>
    public TriggerService(TriggerStore triggers, RunService runs, SecretCipher cipher, TimeProvider clock, ILogger logger)
    {
        (_triggers, _runs, _clock) = (triggers, runs, clock);
        _secrets = new(cipher, clock, logger);
        _cron = new(new(triggers, runs.Start, logger), clock, logger);
    }

    /// <summary>On whose behalf the runs of a trigger act.</summary>
    public static Actor ActorOf(StoredTrigger trigger) => new(Actor, trigger.Id);

    /// <summary>Begins to fire cron triggers, first those that were missed while no backend ran. To be called once, when runs can run.</summary>
    public void Start() => _cron.Start();

    /// <summary>Adds a trigger to a runner.</summary>
    /// <returns>The trigger; and the secret of its webhooks, which cannot be read again, or null for the kinds without webhooks.</returns>
    /// <exception cref="Refusal">The runner was deleted meanwhile.</exception>
    public (StoredTrigger Trigger, string? Secret) Add(OrgRow<RunnerDocument> runner, RunnerTriggerDocument document)
    {
        var now = _clock.GetUtcNow();
        var secret = document.Kind == TriggerKinds.Webhook ? TriggerSecrets.Make() : null;
        var next = document.Kind == TriggerKinds.Cron ? new CronSchedule(document.CronExpression!, document.TimeZone).After(now) : null;
        var trigger = new StoredTrigger(
            new(Guid.CreateVersion7(now).ToString(), runner.OrgId, now, now, document with { RunnerId = runner.Id }),
            secret is null ? null : _secrets.Protect(secret),
            next,
            LastRunAt: null);
        _triggers.Add(trigger);
        _cron.Wake();
        return (trigger, secret);
    }

    /// <summary>The triggers of a runner in the order in which they were added.</summary>
    public IReadOnlyList<StoredTrigger> Of(OrgRow<RunnerDocument> runner) => _triggers.Of(runner);

    /// <summary>Removes a trigger. The runs that it started go on.</summary>
    /// <exception cref="Refusal">The runner has no such trigger, or the trigger belongs to another organization.</exception>
    public void Remove(OrgRow<RunnerDocument> runner, string triggerId) => _triggers.Remove(runner, triggerId);

    /// <summary>Starts a run by hand, whatever would start the next one.</summary>
    /// <param name="runner">The runner.</param>
    /// <param name="triggerId">The trigger.</param>
    /// <param name="input">What the run is started with; null for the trigger's own input.</param>
    /// <param name="actor">Who fires the trigger.</param>
    /// <exception cref="Refusal">There is no such trigger; or no trigger of its kind is ever fired here.</exception>
    public Run Fire(OrgRow<RunnerDocument> runner, string triggerId, JsonElement? input, Actor actor)
    {
        var trigger = _triggers.Find(runner, triggerId);
        TriggerKinds.RequireAvailable(trigger.Row);
        return _runs.Start(new(runner.OrgId, runner.Id, actor)
        {
            Input = input ?? trigger.Document.Input,
            Origin = trigger.Document.Kind == TriggerKinds.Api ? TriggerKinds.Api : TriggerKinds.Manual,
            TriggerId = trigger.Id,
        }).Run;
    }

    /// <summary>The trigger that a webhook has come for.</summary>
    /// <param name="triggerId">The trigger.</param>
    /// <param name="body">The body as it was received.</param>
    /// <param name="headers">The headers.</param>
    /// <exception cref="Refusal">401: the trigger has not signed the webhook, or there is no such trigger. The answer does not tell which.</exception>
    public StoredTrigger Verify(string triggerId, ReadOnlySpan<byte> body, WebhookHeaders headers)
    {
        var trigger = _triggers.Find(triggerId);
        return _secrets.HasSigned(trigger, body, headers) ? trigger! : throw NotSigned();
    }

    /// <summary>Starts the run of a webhook.</summary>
    /// <param name="trigger">The trigger that has signed the webhook.</param>
    /// <param name="input">The body.</param>
    /// <param name="key">What a repeat of the webhook is known by; null if nothing tells.</param>
    /// <exception cref="Refusal">401: the trigger was deleted meanwhile.</exception>
    public Run Receive(StoredTrigger trigger, JsonElement input, string? key)
    {
        try
        {
            return _runs.Start(new(trigger.Row.OrgId, trigger.Document.RunnerId!, ActorOf(trigger))
            {
                Input = input,
                Origin = TriggerKinds.Webhook,
                TriggerId = trigger.Id,
                Key = key,
            }).Run;
        }
        catch (Refusal gone) when (gone.Kind == RefusalKind.NotFound)
        {
            throw NotSigned();
        }
    }

    public ValueTask DisposeAsync() => _cron.DisposeAsync();

    private static Refusal NotSigned() => Refusal.Unauthorized(
        "No trigger with this id has signed this request. Sign the body with the secret of the trigger: X-Flapjack-Signature, or the headers webhook-id, webhook-timestamp and webhook-signature.");
}
