using Shared.Hosting.Refusals;

namespace AgentComputer.ReferenceBackend.Computers;

/// <summary>What a caller says of a size. Each number is within its limits.</summary>
/// <param name="Preset">The name of the size; null if the caller names none.</param>
/// <param name="MemoryMib">The memory in MiB; null if the caller does not say.</param>
/// <param name="StorageBytes">The disk in bytes; null if the caller does not say.</param>
internal sealed record AskedSize(string? Preset, int? MemoryMib, long? StorageBytes)
{
    private const string Invalid = "invalid_request";

    public bool IsNothing => Preset is null && MemoryMib is null && StorageBytes is null;

    /// <summary>The size of a new computer.</summary>
    /// <param name="unless">The size if the caller asks for none.</param>
    /// <exception cref="Refusal">400: the fields contradict each other, or one is missing.</exception>
    public ComputerSize Of(ComputerSize unless)
    {
        if (IsNothing)
        {
            return unless;
        }

        return Named() ?? (MemoryMib, StorageBytes) switch
        {
            ({ } memory, { } storage) => new(ComputerSizes.Custom, memory, storage),
            (null, _) => throw Refusal.Invalid(Invalid, "requested_memory_mib is missing: a size of its own needs requested_memory_mib and requested_storage_bytes."),
            _ => throw Refusal.Invalid(Invalid, "requested_storage_bytes is missing: a size of its own needs requested_memory_mib and requested_storage_bytes."),
        };
    }

    /// <summary>The size that a computer is to have. A number that the caller does not give stays.</summary>
    /// <param name="now">The size that the computer has.</param>
    /// <exception cref="Refusal">400: nothing is asked for, or the fields contradict each other.</exception>
    public ComputerSize From(ComputerSize now)
    {
        if (IsNothing || (Preset == ComputerSizes.Custom && MemoryMib is null && StorageBytes is null))
        {
            throw Refusal.Invalid(Invalid, "Name a size_preset, or requested_memory_mib, requested_storage_bytes or both.");
        }

        var size = Named() ?? new(ComputerSizes.Custom, MemoryMib ?? now.MemoryMib, StorageBytes ?? now.StorageBytes);
        return size.MemoryMib == now.MemoryMib && size.StorageBytes == now.StorageBytes && Preset is null ? now : size;
    }

    private ComputerSize? Named()
    {
        if (Preset is null or ComputerSizes.Custom)
        {
            return null;
        }

        return MemoryMib is null && StorageBytes is null
            ? ComputerSizes.Presets.First(preset => preset.Size.Preset == Preset).Size
            : throw Refusal.Invalid(Invalid, $"size_preset is '{Preset}', which has its own memory and storage. Leave out requested_memory_mib and requested_storage_bytes, or send the size_preset 'custom'.");
    }
}
