namespace LocalComputers.Shells;

/// <summary>Where a command's output goes.</summary>
internal interface IShellOutput
{
    /// <summary>Whether the output is text: then no piece of it cuts a character. Bytes are passed on as soon as they come.</summary>
    bool IsText => true;

    /// <summary>Takes a piece of output; called from two pumps at once.</summary>
    void Write(OutputKind kind, ReadOnlySpan<byte> bytes);

    /// <summary>Waits until more is wanted.</summary>
    ValueTask WaitForRoomAsync(CancellationToken cancellationToken);
}
