using System.Text.Json.Nodes;
using LocalComputers.Storage;

namespace AgentComputer.ReferenceBackend.Computers;

/// <summary>What other resources add to computers. A resource sets its part when it is built, before any call is taken.</summary>
internal sealed class ComputerHooks
{
    /// <summary>The source that a snapshot is for a new computer, by the workspace and the id; throws a refusal if the workspace has no such snapshot.</summary>
    public Func<string, string, ComputerSource>? OfSnapshot { get; set; }

    /// <summary>How many bytes the snapshots of a workspace take, or only those of one of its computers.</summary>
    public Func<string, string?, long> SnapshotBytes { get; set; } = (_, _) => 0;

    /// <summary>The published ports of a computer as they are sent.</summary>
    public Func<ComputerRow, JsonArray> Ports { get; set; } = _ => [];

    /// <summary>Where a computer is reached over SSH; null if it is not.</summary>
    public Func<ComputerRow, SshAddress?> Ssh { get; set; } = _ => null;

    /// <summary>Whether a computer has something to show in a browser.</summary>
    public Func<ComputerRow, bool> IsBrowserAvailable { get; set; } = _ => false;

    /// <summary>Where a computer shows its screen; null if it has none.</summary>
    public Func<ComputerRow, string?> Screen { get; set; } = _ => null;

    /// <summary>Called for a computer that goes to another workspace, as part of that change; the text is the id of that workspace.</summary>
    public List<Action<StoreSession, ComputerRow, string>> Transferring { get; } = [];
}
