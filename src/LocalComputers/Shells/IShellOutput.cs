namespace LocalComputers.Shells;

/// <summary>Where a command's output goes.</summary>
internal interface IShellOutput
{
    /// <summary>Takes a piece of output that cuts no character; called from two pumps at once.</summary>
    void Write(OutputKind kind, ReadOnlySpan<byte> bytes);

    /// <summary>Waits until more is wanted.</summary>
    ValueTask WaitForRoomAsync(CancellationToken cancellationToken);
}
