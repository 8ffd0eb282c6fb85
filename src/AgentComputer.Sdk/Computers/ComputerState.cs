using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>Where a computer stands in its life. An open set: a value that this version does not know is kept as it came.</summary>
/// <param name="Value">The value on the wire; null when the service named none.</param>
[JsonConverter(typeof(OpenStringConverter<ComputerState>))]
public readonly record struct ComputerState(string? Value) : IOpenString<ComputerState>
{
    /// <summary>The service makes the computer.</summary>
    public static ComputerState Provisioning { get; } = new("provisioning");

    /// <summary>The computer starts.</summary>
    public static ComputerState Starting { get; } = new("starting");

    /// <summary>The computer runs: it takes commands.</summary>
    public static ComputerState Running { get; } = new("running");

    /// <summary>The service changes the computer, for example its size.</summary>
    public static ComputerState Updating { get; } = new("updating");

    /// <summary>The computer stops.</summary>
    public static ComputerState Stopping { get; } = new("stopping");

    /// <summary>The computer stands still. Its files can be read and written.</summary>
    public static ComputerState Stopped { get; } = new("stopped");

    /// <summary>Something went wrong; the failure reason tells what.</summary>
    public static ComputerState Failed { get; } = new("failed");

    /// <summary>The service deletes the computer.</summary>
    public static ComputerState Deleting { get; } = new("deleting");

    /// <summary>The computer is gone.</summary>
    public static ComputerState Deleted { get; } = new("deleted");

    static ComputerState IOpenString<ComputerState>.From(string value) => new(value);

    /// <summary>The value on the wire, or <c>unknown</c>.</summary>
    public override string ToString() => Value ?? "unknown";
}
