namespace LocalComputers.Processes;

/// <summary>How large a terminal is, in characters.</summary>
/// <param name="Columns">Its width.</param>
/// <param name="Rows">Its height.</param>
internal readonly record struct TerminalSize(ushort Columns, ushort Rows)
{
    /// <summary>The size of a terminal whose size nobody has said.</summary>
    public static TerminalSize Usual { get; } = new(80, 24);
}
