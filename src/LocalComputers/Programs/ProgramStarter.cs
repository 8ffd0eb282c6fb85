using System.Security.Cryptography;
using LocalComputers.Files;
using LocalComputers.Isolation;
using LocalComputers.Processes;
using LocalComputers.Shells;
using LocalComputers.Telemetry;

namespace LocalComputers.Programs;

/// <summary>Starts programs on computers, without a shell, with the limits, the marks and the isolation that commands have.</summary>
/// <param name="processes">Starts processes.</param>
/// <param name="clock">The clock of the time limits.</param>
/// <param name="names">The names of the marks, and of places inside the isolation.</param>
/// <param name="isolation">What programs run inside of; null for nothing.</param>
internal sealed class ProgramStarter(ProcessHost processes, TimeProvider clock, HostNames names, Bubblewrap? isolation)
{
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <param name="request">What to start.</param>
    /// <param name="computer">The processes of the computer.</param>
    /// <param name="folder">The files of the computer.</param>
    /// <param name="variables">What every process of the computer finds in its environment.</param>
    /// <param name="usersVariables">The variables that the computer was set up with.</param>
    /// <exception cref="ProcessStartException">The program could not be started.</exception>
    public ProgramRun Start(
        ProgramRequest request,
        ComputerProcesses computer,
        ComputerFolder folder,
        IReadOnlyDictionary<string, string> variables,
        IEnumerable<EnvVar> usersVariables)
    {
        using var workingFolder = ProgramFolder.Open(folder, names, request.WorkingDirectory)
            ?? throw new ProcessStartException($"Cannot start '{request.FileName}': the computer has no folder '{request.WorkingDirectory}'.") { IsCallersFault = true, IsOfWorkingDirectory = true };
        var id = $"prog_{RandomNumberGenerator.GetHexString(32, lowercase: true)}";
        var chosen = Chosen(request, usersVariables);
        var plain = new ProcessStart
        {
            FileName = isolation is null ? ProgramFolder.ProgramOnTheHost(folder, names, request.FileName) : request.FileName,
            Arguments = request.Arguments,
            WorkingDirectory = workingFolder.OnTheHost,
            WorkingFolder = workingFolder.Handle,
            TakesInput = request.TakesInput,
            Terminal = request.Terminal,
            Environment = Environment(variables, isolation is null ? chosen : [], id),
        };
        // What the isolation would misread is refused as well.
        (plain with { Environment = Environment(variables, chosen, id) }).Validate();

        try
        {
            var child = isolation is null ? computer.Start(id, plain) : StartIsolated(isolation, plain, chosen, workingFolder.Inside, computer, id, folder);
            var inside = isolation is null ? null : new IsolatedProgram(processes.Table, child.Id);
            return new(request, id, child, inside, computer, pipe => Leave(pipe, computer), clock);
        }
        catch
        {
            computer.Ended(id);
            throw;
        }
    }

    private static ChildProcess StartIsolated(
        Bubblewrap isolation,
        ProcessStart plain,
        Dictionary<string, string> chosen,
        string workingDirectory,
        ComputerProcesses computer,
        string id,
        ComputerFolder folder)
    {
        var path = chosen.GetValueOrDefault("PATH") ?? plain.Environment.GetValueOrDefault("PATH", ProgramSearch.StandardPath);
        isolation.RefuseMissing(plain.FileName, workingDirectory, path, folder);
        var file = chosen.Count == 0 ? null : Path.Combine(folder.Root, $"{id}.variables");
        try
        {
            if (file is not null)
            {
                Write(file, Bubblewrap.Variables(chosen));
            }

            return computer.Start(id, isolation.Wrap(plain, folder, [], new(workingDirectory, file)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProcessStartException($"Cannot start '{plain.FileName}': its variables could not be written; the computer's folder is damaged, or the disk is full.", e);
        }
        finally
        {
            // By now the program has the file open.
            if (file is not null)
            {
                Remove(file);
            }
        }
    }

    private void Leave(PipeReadEnd pipe, ComputerProcesses computer)
    {
        // A terminal hangs up when its program has ended. If a pipe were closed that a background process still holds, SIGPIPE would kill a dev server.
        if (!pipe.IsTerminal)
        {
            processes.DrainInBackground(pipe, computer.BackgroundLog);
        }
    }

    // The caller's variables win over those that the computer was set up with.
    private static Dictionary<string, string> Chosen(ProgramRequest request, IEnumerable<EnvVar> usersVariables)
    {
        var chosen = new Dictionary<string, string>(StringComparer.Ordinal);
        if (request.Terminal is not null)
        {
            chosen["TERM"] = "xterm-256color";
        }

        foreach (var variable in usersVariables)
        {
            chosen[variable.Key] = variable.Value;
        }

        foreach (var (name, value) in request.Environment)
        {
            chosen[name] = value;
        }

        if (request.Trace is { } trace && !chosen.ContainsKey(TracePlace.ParentVariable))
        {
            chosen[TracePlace.ParentVariable] = trace.Parent;
            if (trace.State is { } state)
            {
                chosen.TryAdd(TracePlace.StateVariable, state);
            }
        }

        return chosen;
    }

    // The marks come last: by them the processes of a computer are found.
    private Dictionary<string, string> Environment(IReadOnlyDictionary<string, string> variables, Dictionary<string, string> chosen, string id)
    {
        var all = new Dictionary<string, string>(variables);
        foreach (var (name, value) in chosen)
        {
            all[name] = value;
        }

        if (variables.TryGetValue(names.ComputerMarker, out var computerId))
        {
            all[names.ComputerMarker] = computerId;
        }

        all[names.CommandMarker] = id;
        return all;
    }

    private static void Write(string file, byte[] content)
    {
        using var stream = new FileStream(file, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnersFile });
        stream.Write(content);
    }

    private static void Remove(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The file is removed with its computer.
        }
    }
}
