namespace LocalComputers.Shells;

/// <summary>Which of a command's two outputs.</summary>
internal enum OutputKind
{
    Stdout,
    Stderr,
}
