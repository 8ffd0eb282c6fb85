namespace AgentComputer.Sdk;

/// <summary>An addition to the wire of processes, which the server must have announced before a call relies on it.</summary>
/// <param name="Name">Its name in the announcement.</param>
/// <param name="Header">The header of a request that asks for it; its value is 1.</param>
/// <param name="Purpose">What needs it, for messages.</param>
internal sealed record ProcessAddition(string Name, string Header, string Purpose)
{
    /// <summary>Tells how many bytes the process had written before the first byte of the stream.</summary>
    public const string MissingHeader = "AgentComputer-Replay-Missing";

    /// <summary>A reader first gets what the server has kept of the output.</summary>
    public static ProcessAddition Replay { get; } = new("replay", "AgentComputer-Replay", "To replay the output of a process");

    /// <summary>A signal reaches a process and all that it has started.</summary>
    public static ProcessAddition SignalTree { get; } = new("signal-tree", "AgentComputer-Signal-Tree", "To signal a process with all that it has started");
}
