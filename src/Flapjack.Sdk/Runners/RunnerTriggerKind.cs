using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>What starts a run of a runner. An open set: a value that this version does not know is kept as it came.</summary>
/// <param name="Value">The value on the wire; null when the service named none.</param>
[JsonConverter(typeof(OpenStringConverter<RunnerTriggerKind>))]
public readonly record struct RunnerTriggerKind(string? Value) : IOpenString<RunnerTriggerKind>
{
    /// <summary>A person.</summary>
    public static RunnerTriggerKind Manual { get; } = new("manual");

    /// <summary>A call of the API.</summary>
    public static RunnerTriggerKind Api { get; } = new("api");

    /// <summary>The clock, as a cron expression says.</summary>
    public static RunnerTriggerKind Cron { get; } = new("cron");

    /// <summary>A request to an address of the runner.</summary>
    public static RunnerTriggerKind Webhook { get; } = new("webhook");

    /// <summary>A source that the service asks again and again.</summary>
    public static RunnerTriggerKind Poll { get; } = new("poll");

    /// <summary>The import of many inputs.</summary>
    public static RunnerTriggerKind BulkImport { get; } = new("bulk_import");

    /// <summary>A button.</summary>
    public static RunnerTriggerKind Button { get; } = new("button");

    static RunnerTriggerKind IOpenString<RunnerTriggerKind>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
