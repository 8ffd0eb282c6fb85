using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>The name of a webhook's event. An open set: a name that this version does not know is kept as it came.</summary>
/// <param name="Value">The name, the older <c>sandbox.idled</c> and <c>sandbox.destroyed</c> as <c>computer.…</c>; null when the service gave none.</param>
[JsonConverter(typeof(OpenStringConverter<ComputerWebhookEvent>))]
public readonly record struct ComputerWebhookEvent(string? Value) : IOpenString<ComputerWebhookEvent>
{
    /// <summary>The computer was set up, and takes commands.</summary>
    public static ComputerWebhookEvent BootstrapSucceeded { get; } = new("bootstrap.succeeded");

    /// <summary>The computer could not be set up.</summary>
    public static ComputerWebhookEvent BootstrapFailed { get; } = new("bootstrap.failed");

    /// <summary>The computer was stopped after two hours without a command.</summary>
    public static ComputerWebhookEvent ComputerIdled { get; } = new("computer.idled");

    /// <summary>The computer is gone.</summary>
    public static ComputerWebhookEvent ComputerDestroyed { get; } = new("computer.destroyed");

    /// <summary>The agent was deleted.</summary>
    public static ComputerWebhookEvent AgentDeleted { get; } = new("agent.deleted");

    static ComputerWebhookEvent IOpenString<ComputerWebhookEvent>.From(string value) => value switch
    {
        // The names that version 0.4.0 of the service sent.
        "sandbox.idled" => ComputerIdled,
        "sandbox.destroyed" => ComputerDestroyed,
        _ => new(value),
    };

    /// <summary>The name, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
