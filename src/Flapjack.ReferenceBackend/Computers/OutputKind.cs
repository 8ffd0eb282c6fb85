namespace Flapjack.ReferenceBackend.Computers;

/// <summary>Which of a command's two outputs.</summary>
internal enum OutputKind
{
    Stdout,
    Stderr,
}
