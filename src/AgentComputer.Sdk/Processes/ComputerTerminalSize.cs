namespace AgentComputer.Sdk;

/// <summary>The size of a terminal in characters.</summary>
/// <param name="Columns">Its width; 1 to 65,535.</param>
/// <param name="Rows">Its height; 1 to 65,535.</param>
public readonly record struct ComputerTerminalSize(int Columns, int Rows)
{
    /// <summary>80 columns and 24 rows.</summary>
    public static ComputerTerminalSize Usual { get; } = new(80, 24);

    /// <exception cref="ArgumentOutOfRangeException">No terminal has this size.</exception>
    internal Shared.Connect.Messages.PTY ToPty(string parameter) => Columns is >= 1 and <= ushort.MaxValue && Rows is >= 1 and <= ushort.MaxValue
        ? new() { Size = new() { Cols = (uint)Columns, Rows = (uint)Rows } }
        : throw new ArgumentOutOfRangeException(parameter, this, "A terminal has 1 to 65,535 columns and rows.");
}
