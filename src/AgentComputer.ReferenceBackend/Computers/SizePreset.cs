using System.Text.Json.Nodes;

namespace AgentComputer.ReferenceBackend.Computers;

/// <summary>A size that has a name.</summary>
/// <param name="Label">The name for people.</param>
/// <param name="Size">The size.</param>
internal sealed record SizePreset(string Label, ComputerSize Size)
{
    /// <summary>The preset as it is sent.</summary>
    public JsonObject ToJson() => new()
    {
        ["id"] = Size.Preset,
        ["label"] = Label,
        ["memory_mib"] = Size.MemoryMib,
        ["storage_bytes"] = Size.StorageBytes,
    };
}
