using System.Runtime.InteropServices;

namespace LocalComputers.Isolation;

/// <summary>The few files of <c>/etc</c> that are written for the computers, because the host's would tell too much.</summary>
/// <param name="path">Where they lie on the host.</param>
/// <param name="names">The names of the isolated host and of its user's home.</param>
internal sealed partial class EtcFolder(string path, HostNames names)
{
    /// <summary>Writes them, over those of an earlier start.</summary>
    public void Write()
    {
        Directory.CreateDirectory(path);
        foreach (var (name, content) in Files())
        {
            File.WriteAllText(Path.Combine(path, name), content);
        }
    }

    /// <summary>Where they lie and where they are seen, as bubblewrap's arguments.</summary>
    public IEnumerable<string> Arguments() =>
        Files().SelectMany(file => (string[])["--ro-bind", Path.Combine(path, file.Name), $"/etc/{file.Name}"]);

    private (string Name, string Content)[] Files()
    {
        var (user, group) = (geteuid(), getegid());
        return
        [
            ("passwd", $"{Environment.UserName}:x:{user}:{group}::{names.Home}:/bin/bash\n" + Unless(user == 0, "root:x:0:0::/:/bin/false\n")
                + "nobody:x:65534:65534::/:/bin/false\n"),
            ("group", $"{Environment.UserName}:x:{group}:\n" + Unless(group == 0, "root:x:0:\n") + "nogroup:x:65534:\n"),
            ("hostname", names.Word + "\n"),
            ("hosts", $"127.0.0.1 localhost {names.Word}\n::1 localhost\n"),
            ("nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n"),
        ];
    }

    private static string Unless(bool condition, string line) => condition ? "" : line;

    [LibraryImport("libc")]
    private static partial uint geteuid();

    [LibraryImport("libc")]
    private static partial uint getegid();
}
