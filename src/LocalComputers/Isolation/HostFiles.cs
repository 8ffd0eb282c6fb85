namespace LocalComputers.Isolation;

/// <summary>What of the host's files is seen inside the isolation, all of it read-only, as bubblewrap's arguments.</summary>
internal static class HostFiles
{
    private static readonly string[] SystemFolders = ["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"];

    // Settings that programs need and everybody may know. The whole of /etc is not shown: it holds keys, and the settings of the host's services.
    private static readonly string[] Settings =
    [
        "/etc/alternatives", "/etc/ca-certificates", "/etc/debian_version", "/etc/dotnet", "/etc/fonts", "/etc/gai.conf", "/etc/ld.so.cache",
        "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/locale.alias", "/etc/localtime", "/etc/lsb-release", "/etc/magic", "/etc/mime.types",
        "/etc/os-release", "/etc/pki/ca-trust/extracted", "/etc/pki/tls/certs", "/etc/pki/tls/cert.pem", "/etc/protocols", "/etc/resolv.conf",
        "/etc/services", "/etc/ssl/cert.pem", "/etc/ssl/certs", "/etc/ssl/openssl.cnf", "/etc/terminfo", "/etc/timezone",
    ];

    // A program in …/bin looks for the rest of itself beside it.
    private static readonly string[] BesideBin = ["lib", "lib64", "libexec"];

    /// <summary>The system's programs and libraries, and the settings that they read.</summary>
    public static IEnumerable<string> System() =>
    [
        "--ro-bind", "/usr", "/usr",
        .. SystemFolders.Where(Directory.Exists).SelectMany(LinkOrFolder),
        .. Settings.SelectMany(ReadOnly),
    ];

    /// <summary>The folders of a PATH that lie elsewhere, so that their programs can be run.</summary>
    public static IEnumerable<string> Tools(string path, InsidePaths inside) => path.Split(':')
        .Where(inside.AreFreeAt)
        .SelectMany(WithLibraries)
        .SelectMany(ReadOnly);

    /// <summary>A file or folder at the place that it has on the host; nothing where it is not there.</summary>
    public static string[] ReadOnly(string path) => ["--ro-bind-try", path, path];

    private static string[] LinkOrFolder(string folder) =>
        new FileInfo(folder).LinkTarget is { } target ? ["--symlink", target, folder] : ["--ro-bind", folder, folder];

    private static IEnumerable<string> WithLibraries(string folder)
    {
        var path = folder.TrimEnd('/');
        return path.EndsWith("/bin", StringComparison.Ordinal) ? BesideBin.Select(name => path[..^"bin".Length] + name).Prepend(path) : [path];
    }
}
