using Flapjack.Sdk;

namespace AppPlatform;

/// <summary>Keeps the apps in memory, where a real platform has a database. Thread-safe.</summary>
internal sealed class AppStore(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, PlatformApp> _apps = [];

    /// <summary>All apps, the newest first.</summary>
    public IReadOnlyList<PlatformApp> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _apps.Values.OrderByDescending(app => app.CreatedAt)];
            }
        }
    }

    public PlatformApp? Find(Guid id)
    {
        lock (_lock)
        {
            return _apps.GetValueOrDefault(id);
        }
    }

    /// <summary>Whether an agent belongs to an app of this platform.</summary>
    public bool Owns(string? agentId)
    {
        lock (_lock)
        {
            return agentId is not null && _apps.Values.Any(app => app.AgentId == agentId);
        }
    }

    /// <summary>Adds an app; false if an app of that id exists.</summary>
    public bool TryAdd(PlatformApp app)
    {
        lock (_lock)
        {
            return _apps.TryAdd(app.Id, app);
        }
    }

    public void Remove(Guid id)
    {
        lock (_lock)
        {
            _apps.Remove(id);
        }
    }

    /// <summary>Changes an app, if it is still there and the condition holds; null if not.</summary>
    public PlatformApp? Change(Guid id, Func<PlatformApp, PlatformApp> change, Func<PlatformApp, bool>? condition = null)
    {
        lock (_lock)
        {
            return _apps.TryGetValue(id, out var app) && condition?.Invoke(app) != false ? _apps[id] = change(app) : null;
        }
    }

    /// <summary>
    /// Writes a webhook into the log of the app that it is about, and changes the app. A late webhook about an earlier computer only goes into the
    /// log, and one about an app that is gone does nothing.
    /// </summary>
    public Task RecordAsync(ComputerWebhookPayload webhook, string meaning, Func<PlatformApp, PlatformApp>? change = null)
    {
        if (Guid.TryParse(webhook.ExternalAppId, out var id))
        {
            Change(id, app => app.IsPast(webhook)
                ? WithWebhook(app, webhook, "It came late, about an earlier computer, and changes nothing.")
                : WithWebhook(change?.Invoke(app) ?? app, webhook, meaning) with { NewestWebhookAt = webhook.OccurredAt ?? app.NewestWebhookAt });
        }

        return Task.CompletedTask;
    }

    private PlatformApp WithWebhook(PlatformApp app, ComputerWebhookPayload webhook, string meaning) =>
        app with { Webhooks = [.. app.Webhooks, new(webhook.Event.ToString(), webhook.OccurredAt ?? clock.GetUtcNow(), meaning)] };
}
