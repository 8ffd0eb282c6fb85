namespace AgentComputer.Sdk;

/// <summary>Permissions on their way to the service.</summary>
internal static class FileModes
{
    /// <param name="mode">The permissions; null for the service's own.</param>
    /// <param name="parameter">The parameter of the public method.</param>
    /// <exception cref="ArgumentOutOfRangeException">The service would not set these permissions.</exception>
    public static int? OnWire(UnixFileMode? mode, string parameter) => mode switch
    {
        UnixFileMode.None => throw new ArgumentOutOfRangeException(parameter, mode, "The service takes a mode of 0 for none, and would make the file 0644. Give at least one permission."),
        { } given when (given & ~FileModeConverter.All) != 0 => throw new ArgumentOutOfRangeException(parameter, mode, "A mode has twelve bits at most."),
        _ => (int?)mode,
    };
}
