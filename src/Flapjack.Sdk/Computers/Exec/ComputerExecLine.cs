namespace Flapjack.Sdk;

/// <summary>A line of a command's output, from <see cref="ComputerExecLines.ReadLinesAsync"/>.</summary>
/// <param name="Output">Where the command wrote it.</param>
/// <param name="Text">The line without its end, which is LF or CRLF; bytes that are not UTF-8 show as U+FFFD.</param>
/// <param name="IsComplete">
/// Whether the end of the line was there. It is false for the last line of a command that wrote no newline behind it, for a piece of a line that is
/// longer than <see cref="ComputerExecLines.LongestLine"/>, and for what there is of a line before a gap in the output or before the stream broke.
/// </param>
public readonly record struct ComputerExecLine(ComputerExecOutput Output, string Text, bool IsComplete)
{
    /// <summary>The text of the line.</summary>
    /// <returns><see cref="Text"/>.</returns>
    public override string ToString() => Text ?? "";
}
