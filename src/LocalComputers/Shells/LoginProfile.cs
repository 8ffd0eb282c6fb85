using System.Text;
using LocalComputers.Files;
using LocalComputers.Processes;

namespace LocalComputers.Shells;

/// <summary>A computer's PATH and its user's variables, as the login shell of each command sets them.</summary>
/// <remarks>
/// The variables are written to <c>~/.profile</c>, as documented. But bash reads that file only while there is no <c>~/.bash_profile</c>, and tools
/// write both. So bash is started with a home of its own, outside the user's, whose <c>.bash_profile</c> sets the variables, returns to
/// the real home and reads there what bash would have read. Whatever the user's own file sets comes last, and wins. Only
/// <c>/etc/profile</c>, which bash reads before that, sees the other HOME.
/// The variables can't be in the environment that a shell starts with: <c>/etc/profile</c> sets PATH anew, and an <c>LD_PRELOAD</c> would
/// already be loaded into the programs that start the shell, outside of the computer's isolation.
/// </remarks>
/// <param name="path">The PATH.</param>
/// <param name="envVars">The user's variables; of two values of a variable the last counts.</param>
/// <param name="names">The name of the variable that carries the real HOME.</param>
internal sealed class LoginProfile(string path, IEnumerable<EnvVar> envVars, HostNames names)
{
    private const int Gate = PosixSpawn.GateDescriptor;
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes the user's <c>~/.profile</c>, which must not be there yet.</summary>
    public void WriteProfile(ComputerFolder folder) => Write(Path.Combine(folder.Home, ".profile"), Encoding.UTF8.GetBytes(Exports()));

    /// <summary>Writes what the login shell of each command reads first, unless the file is there unchanged.</summary>
    public void EnsureIn(ComputerFolder folder)
    {
        var file = Path.Combine(folder.Login, ".bash_profile");
        var script = Encoding.UTF8.GetBytes(LoginScript());
        if (Holds(file, script))
        {
            return;
        }

        Directory.CreateDirectory(folder.Login, OwnersFile | UnixFileMode.UserExecute);
        if (Directory.Exists(file) && new FileInfo(file).LinkTarget is null)
        {
            // A file can't be moved over a folder.
            Directory.Move(file, $"{file}.aside-{Guid.NewGuid():N}");
        }

        var whole = $"{file}.{Guid.NewGuid():N}";
        Write(whole, script);
        // Commands may start beside one another: each finds no file, or the whole file.
        File.Move(whole, file, overwrite: true);
    }

    /// <summary>The same start of a login shell, with these variables.</summary>
    /// <param name="shell">The shell's start; its HOME is the real one.</param>
    /// <param name="loginFolder">Where the shell finds <see cref="ComputerFolder.Login"/>.</param>
    public ProcessStart Before(ProcessStart shell, string loginFolder) => shell with
    {
        // Inside an isolation the shell is not the first program, and has no such gate.
        GateVariable = shell.ProofOfStart is null ? names.LoginGateVariable : null,
        Environment = new Dictionary<string, string>(shell.Environment) { ["HOME"] = loginFolder, [names.LoginHomeVariable] = shell.Environment["HOME"] },
    };

    // The length is compared first: a pipe or a device could be read without end, and has no length.
    private static bool Holds(string file, byte[] text) =>
        new FileInfo(file) is { Exists: true, LinkTarget: null } found && found.Length == text.Length && File.ReadAllBytes(file).AsSpan().SequenceEqual(text);

    private static void Write(string file, byte[] text)
    {
        using var stream = new FileStream(file, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnersFile });
        stream.Write(text);
    }

    // bash complains about some values, an unknown locale for example, each time that it sets them; they are set all the same.
    private string Exports() => string.Concat(
        envVars.Prepend(new("PATH", path)).Select(v => $"export {v.Key}={ShellCommand.Quote(v.Value)} 2>/dev/null\n"));

    private string LoginScript() =>
        $"""
        export HOME="${names.LoginHomeVariable}"
        if [ -v {names.LoginGateVariable} ]; then IFS= read -r -u {Gate} {names.LoginGateVariable} || exit 126; exec {Gate}<&-; fi
        unset {names.LoginHomeVariable} {names.LoginGateVariable}
        {Exports()}
        if [ -f ~/.bash_profile ] && [ -r ~/.bash_profile ]; then . ~/.bash_profile
        elif [ -f ~/.bash_login ] && [ -r ~/.bash_login ]; then . ~/.bash_login
        elif [ -f ~/.profile ] && [ -r ~/.profile ]; then . ~/.profile
        fi

        """;
}
