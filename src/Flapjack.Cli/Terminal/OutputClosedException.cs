namespace Flapjack.Cli.Terminal;

/// <summary>Nobody reads an output of this process any more.</summary>
internal sealed class OutputClosedException() : IOException("The output was closed by its reader.");
