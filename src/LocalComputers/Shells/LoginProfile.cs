using System.Collections.Frozen;
using System.Text;
using LocalComputers.Files;
using LocalComputers.Processes;
using LocalComputers.Telemetry;

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
internal sealed class LoginProfile
{
    private const int Gate = PosixSpawn.GateDescriptor;
    private const string Script = ".bash_profile";
    private const string ReadUsersFile =
        """
        if [ -f ~/.bash_profile ] && [ -r ~/.bash_profile ]; then . ~/.bash_profile
        elif [ -f ~/.bash_login ] && [ -r ~/.bash_login ]; then . ~/.bash_login
        elif [ -f ~/.profile ] && [ -r ~/.profile ]; then . ~/.profile
        fi
        """;

    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // What bash looks for, in its order.
    private static readonly string[] UsersFiles = [".bash_profile", ".bash_login", ".profile"];

    // Variables that change how a shell waits for its command, or what it does while it waits.
    private static readonly FrozenSet<string> Obstacles = FrozenSet.Create(
        StringComparer.Ordinal, "BASH_COMPAT", "BASH_XTRACEFD", "IFS", "POSIXLY_CORRECT", "SECONDS", "TMOUT");

    private readonly string _path;
    private readonly IReadOnlyList<EnvVar> _envVars;
    private readonly HostNames _names;
    private readonly Lazy<byte[]> _script;

    /// <param name="path">The PATH.</param>
    /// <param name="envVars">The user's variables; of two values of a variable the last counts.</param>
    /// <param name="names">The name of the variable that carries the real HOME.</param>
    public LoginProfile(string path, IEnumerable<EnvVar> envVars, HostNames names)
    {
        (_path, _envVars, _names) = (path, [.. envVars], names);
        _script = new(() => Encoding.UTF8.GetBytes(LoginScript()));
    }

    /// <summary>Writes the user's <c>~/.profile</c>, which must not be there yet.</summary>
    public void WriteProfile(ComputerFolder folder) => Write(Path.Combine(folder.Home, ".profile"), Encoding.UTF8.GetBytes(Exports()));

    /// <summary>The files that a login shell that is started ahead reads, or does not find.</summary>
    public static IEnumerable<string> FilesOf(ComputerFolder folder) =>
        [Path.Combine(folder.LoginAhead, Script), .. UsersFiles.Select(name => Path.Combine(folder.Home, name))];

    /// <summary>
    /// Whether a login shell that starts now runs only what is written here, besides the files of the system. What a user's own file does may depend on
    /// the time, or on files that nobody knows of, so it must run when the command does.
    /// </summary>
    public bool IsAllThatRunsIn(ComputerFolder folder) =>
        !_envVars.Any(variable => Obstacles.Contains(variable.Key))
        && !Path.Exists(Path.Combine(folder.Home, UsersFiles[0]))
        && !Path.Exists(Path.Combine(folder.Home, UsersFiles[1]))
        && Holds(Path.Combine(folder.Home, UsersFiles[2]), Encoding.UTF8.GetBytes(Exports()));

    /// <summary>Writes what the login shell of each command reads first, unless the file is there unchanged.</summary>
    public void EnsureIn(ComputerFolder folder)
    {
        Directory.CreateDirectory(folder.Login, OwnersFile | UnixFileMode.UserExecute);
        Ensure(folder.Login, _script.Value);
    }

    /// <summary>Writes what a login shell that is started ahead reads first, unless the file is there unchanged.</summary>
    public void EnsureAheadIn(ComputerFolder folder)
    {
        // The folders above are not made again: a command may have removed all of the computer, which has to be noticed.
        _ = LibC.mkdir(folder.LoginAhead, (uint)(OwnersFile | UnixFileMode.UserExecute));
        Ensure(folder.LoginAhead, AheadScript());
    }

    /// <summary>Whether the user has set a variable.</summary>
    public bool Sets(string name) => _envVars.Any(variable => variable.Key == name);

    /// <summary>Whether another profile makes the same of a shell.</summary>
    public bool IsLike(LoginProfile other) => ReferenceEquals(this, other) || _script.Value.AsSpan().SequenceEqual(other._script.Value);

    private static void Ensure(string folder, byte[] script)
    {
        var file = Path.Combine(folder, Script);
        if (Holds(file, script))
        {
            return;
        }

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
        GateVariable = shell.ProofOfStart is null ? _names.LoginGateVariable : null,
        Environment = new Dictionary<string, string>(shell.Environment) { ["HOME"] = loginFolder, [_names.LoginHomeVariable] = shell.Environment["HOME"] },
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
        _envVars.Prepend(new("PATH", _path)).Select(v => $"export {v.Key}={ShellCommand.Quote(v.Value)} 2>/dev/null\n"));

    private string LoginScript() =>
        $"""
        export HOME="${_names.LoginHomeVariable}"
        if [ -v {_names.LoginGateVariable} ]; then IFS= read -r -u {Gate} {_names.LoginGateVariable} || exit 126; exec {Gate}<&-; fi
        unset {_names.LoginHomeVariable} {_names.LoginGateVariable}
        {Exports()}
        {ReadUsersFile}

        """;

    // The same with a second wait at the gate, for the command's id, its place in a trace and its text, behind everything that does not depend on them. The function is
    // given `$_` so that it leaves it behind, and removes itself. At the end of what it reads the backend is gone. Its answer says that the command begins.
    private byte[] AheadScript() => Encoding.UTF8.GetBytes(
        $$"""
        export HOME="${{_names.LoginHomeVariable}}"
        IFS= read -r -u {{Gate}} {{_names.LoginGateVariable}} || exit 125
        unset {{_names.LoginHomeVariable}} {{_names.LoginGateVariable}}
        {{_names.LoginGateVariable}}() {
        unset -f {{_names.LoginGateVariable}}
        IFS= read -r -u {{Gate}} {{_names.CommandMarker}} || exit 125
        IFS= read -r -u {{Gate}} {{_names.LoginGateVariable}} || exit 125
        [ -z "${{_names.LoginGateVariable}}" ] || export {{TracePlace.ParentVariable}}="${{_names.LoginGateVariable}}"
        IFS= read -r -u {{Gate}} {{_names.LoginGateVariable}} || exit 125
        [ -z "${{_names.LoginGateVariable}}" ] || export {{TracePlace.StateVariable}}="${{_names.LoginGateVariable}}"
        unset -v {{_names.LoginGateVariable}}
        IFS= read -r -N 65536 -u {{Gate}} BASH_EXECUTION_STRING || [ -n "$BASH_EXECUTION_STRING" ] || exit 125
        echo >&{{Gate}} || exit 125
        exec {{Gate}}<&-
        SECONDS=0
        }
        {{Exports()}}
        {{ReadUsersFile}}
        {{_names.LoginGateVariable}} "$_"

        """);
}
