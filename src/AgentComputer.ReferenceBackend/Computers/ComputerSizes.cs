using System.Text.Json.Nodes;

namespace AgentComputer.ReferenceBackend.Computers;

/// <summary>The sizes that computers can have.</summary>
internal static class ComputerSizes
{
    /// <summary>The preset of a size that was given by its numbers.</summary>
    public const string Custom = "custom";

    public const int MinMemoryMib = 2 * MemoryStepMib;
    public const int MaxMemoryMib = 64 * MemoryStepMib;
    public const int MemoryStepMib = 1024;
    public const long MinStorageBytes = 5 * StorageStepBytes;
    public const long MaxStorageBytes = 250 * StorageStepBytes;
    public const long StorageStepBytes = 1L << 30;

    public static IReadOnlyList<SizePreset> Presets { get; } = [Preset(2, 5), Preset(4, 10), Preset(8, 25)];

    /// <summary>The size of a computer for which none was asked.</summary>
    public static ComputerSize Default => Presets[0].Size;

    /// <summary>How many processors a computer has: nothing limits them, so it has those of this machine.</summary>
    public static int Processors => Environment.ProcessorCount;

    /// <summary>The limits as they are sent.</summary>
    public static JsonObject LimitsToJson() => new()
    {
        ["min_memory_mib"] = MinMemoryMib,
        ["max_memory_mib"] = MaxMemoryMib,
        ["memory_step_mib"] = MemoryStepMib,
        ["min_storage_bytes"] = MinStorageBytes,
        ["max_storage_bytes"] = MaxStorageBytes,
        ["storage_step_bytes"] = StorageStepBytes,
        ["default_vcpus"] = Processors,
    };

    private static SizePreset Preset(int memoryGib, int storageGib) =>
        new($"{memoryGib} GiB RAM, {storageGib} GiB storage", new($"ram-{memoryGib}g", memoryGib * MemoryStepMib, storageGib * StorageStepBytes));
}
