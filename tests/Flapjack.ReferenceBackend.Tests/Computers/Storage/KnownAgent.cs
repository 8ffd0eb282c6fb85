namespace Flapjack.ReferenceBackend.Tests.Computers.Storage;

/// <summary>An agent that somebody asked for, and what is known of it.</summary>
/// <param name="app">Its external app; null for none.</param>
/// <param name="hook">The path that its webhooks go to; null for none.</param>
internal sealed class KnownAgent(string? app, string? hook)
{
    public string? App => app;

    public string? Hook => hook;

    /// <summary>Null as long as its creation was not answered.</summary>
    public string? Id { get; set; }

    /// <summary>Somebody has read that its bootstrap succeeded.</summary>
    public bool IsReady { get; set; }

    public bool IsDeletionAsked { get; set; }

    /// <summary>Somebody has read that it is gone.</summary>
    public bool IsGone { get; set; }

    /// <summary>How many bootstraps have ended, as was read.</summary>
    public int Bootstraps { get; set; }

    /// <summary>How many deletions were answered.</summary>
    public int Deletions { get; set; }

    public List<KnownExec> Execs { get; } = [];

    /// <summary>What its webhooks have told, or will.</summary>
    public List<string> Told { get; } = [];

    /// <summary>Its creation was cut off: there may have been a failed bootstrap that nobody has read of.</summary>
    public bool IsTornAtBirth { get; set; }

    public string Path(string more = "") => $"/api/agents/{Id}{more}";
}
