namespace AgentComputer.Sdk;

/// <summary>A request names a size by a preset, or by memory and disk together.</summary>
internal static class SizeRules
{
    private const string OwnSize = "custom";

    /// <summary>The preset to send: <c>custom</c> beside sizes, as the vendor's own clients do, else the caller's.</summary>
    /// <param name="preset">The caller's preset.</param>
    /// <param name="memoryMib">The caller's memory.</param>
    /// <param name="storageBytes">The caller's disk.</param>
    /// <param name="parameter">The parameter of the public method.</param>
    /// <exception cref="ArgumentException">The three do not fit together; the message names the field.</exception>
    public static string? PresetFor(string? preset, int? memoryMib, long? storageBytes, string parameter)
    {
        var complaint = (preset, memoryMib, storageBytes) switch
        {
            (_, <= 0, _) => "RequestedMemoryMib must be more than zero",
            (_, _, <= 0) => "RequestedStorageBytes must be more than zero",
            (_, not null, null) => "RequestedMemoryMib needs RequestedStorageBytes beside it",
            (_, null, not null) => "RequestedStorageBytes needs RequestedMemoryMib beside it",
            (OwnSize, null, null) => "SizePreset custom needs RequestedMemoryMib and RequestedStorageBytes beside it",
            (not null and not OwnSize, not null, not null) => "SizePreset must not be set beside RequestedMemoryMib and RequestedStorageBytes; give the preset, or both sizes",
            ("", _, _) => "SizePreset must not be empty",
            _ => null,
        };
        return complaint is null ? memoryMib is null ? preset : OwnSize : throw new ArgumentException($"{complaint}.", parameter);
    }
}
