using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>The lifecycle status of a computer. An open set: a value that this version does not know is kept as it came.</summary>
/// <param name="Value">The value on the wire; null when the service named none.</param>
[JsonConverter(typeof(OpenStringConverter<ComputerLifecycleStatus>))]
public readonly record struct ComputerLifecycleStatus(string? Value) : IOpenString<ComputerLifecycleStatus>
{
    /// <summary>The agent has no computer.</summary>
    public static ComputerLifecycleStatus None { get; } = new("none");

    /// <summary>The computer is being set up: template, repository, install command.</summary>
    public static ComputerLifecycleStatus Bootstrapping { get; } = new("bootstrapping");

    /// <summary>The computer runs, and takes commands.</summary>
    public static ComputerLifecycleStatus Ready { get; } = new("ready");

    /// <summary>The computer was stopped after two hours without a command; the next command wakes it.</summary>
    public static ComputerLifecycleStatus Idle { get; } = new("idle");

    /// <summary>The computer is on its way from idle to ready.</summary>
    public static ComputerLifecycleStatus Waking { get; } = new("waking");

    /// <summary>The provider stopped the computer; the next command wakes it.</summary>
    public static ComputerLifecycleStatus Stopped { get; } = new("stopped");

    /// <summary>The computer is gone; commands are refused with 410 until it is created again.</summary>
    public static ComputerLifecycleStatus Destroyed { get; } = new("destroyed");

    /// <summary>The computer's bootstrap failed.</summary>
    public static ComputerLifecycleStatus Error { get; } = new("error");

    static ComputerLifecycleStatus IOpenString<ComputerLifecycleStatus>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
