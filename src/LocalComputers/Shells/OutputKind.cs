namespace LocalComputers.Shells;

/// <summary>One of a command's two outputs.</summary>
internal enum OutputKind
{
    Stdout,
    Stderr,
}
