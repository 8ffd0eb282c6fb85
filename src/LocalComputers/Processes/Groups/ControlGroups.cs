using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace LocalComputers.Processes.Groups;

/// <summary>The control groups of one backend: what this machine lets it make, and what it therefore can't limit.</summary>
internal sealed class ControlGroups : IDisposable
{
    // The root of a v2 hierarchy has no such file.
    private const string TypeFile = "cgroup.type";

    private readonly List<string> _unenforced = [];
    private readonly Hierarchy? _tree;
    private readonly Hierarchy? _memory;
    private readonly Hierarchy? _pids;

    /// <param name="places">Where groups may be made; null for nowhere.</param>
    /// <param name="self">This process, after whom the groups are named; null where that is not known.</param>
    /// <param name="prefix">How the names of the groups begin.</param>
    /// <param name="logger">Where it is said what will not be limited.</param>
    public ControlGroups(GroupPlaces? places, ProcessIdentity? self, string prefix, ILogger logger)
    {
        if (places is not null && self is not null)
        {
            var name = prefix + self + "-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
            var unified = Make(places.Unified, name, out _) is { } made ? new Hierarchy(made, null) : null;
            _memory = MakeFor("memory", "memory", unified, places.Memory, name);
            _pids = MakeFor("pids", "the number of processes", unified, places.Pids, name);
            _tree = WhereProcessesAreHeld(unified);
        }
        else
        {
            _unenforced.Add("memory and the number of processes: there are no control groups to use");
        }

        if (_unenforced.Count > 0)
        {
            ProcessLog.LimitsNotEnforced(logger, string.Join("; ", _unenforced));
        }
    }

    /// <summary>What is not limited, each with its reason; empty when everything is.</summary>
    public IReadOnlyList<string> Unenforced => _unenforced;

    /// <summary>Whether the processes of a command can be held together by a group.</summary>
    public bool HoldProcesses => _tree is not null;

    /// <summary>Whether it can be told how long the processes of a computer have used processors.</summary>
    public bool TellProcessorTime => _tree is not null && new ControlGroup(_tree.Directory).ProcessorTime() is not null;

    /// <summary>The groups below a place that backends made which are dead now.</summary>
    /// <param name="places">The place.</param>
    /// <param name="prefix">How the names of the groups begin.</param>
    /// <param name="table">Tells which processes live.</param>
    public static IEnumerable<ControlGroup> LeftBehindIn(GroupPlaces places, string prefix, ProcessTable table) =>
        new[] { places.Unified, places.Memory, places.Pids }
            .OfType<string>()
            .SelectMany(place => GroupsIn(place, prefix))
            .Where(directory => ProcessIdentity.Parse(Path.GetFileName(directory)[prefix.Length..]) is { } owner && owner.IsDead(table))
            .Select(directory => new ControlGroup(directory));

    /// <summary>The groups of one computer, made when its first command starts.</summary>
    public ComputerGroups For(string computerId) => new(_tree?.Below(computerId), _memory?.Below(computerId), _pids?.Below(computerId));

    public void Dispose()
    {
        foreach (var hierarchy in new[] { _tree, _memory, _pids }.OfType<Hierarchy>().Distinct())
        {
            _ = new ControlGroup(hierarchy.Directory).TryRemove();
        }
    }

    /// <summary>
    /// The hierarchy whose groups hold the processes of a command together. It is one of v1 where v2 limits nothing: a process that joins a group of v2
    /// waits until no processor of the machine is in the midst of a fork, which takes longer than a short command.
    /// </summary>
    private Hierarchy? WhereProcessesAreHeld(Hierarchy? unified)
    {
        if (unified is null || unified == _memory || unified == _pids || (_pids ?? _memory) is not { } held)
        {
            return unified ?? _pids ?? _memory;
        }

        _ = new ControlGroup(unified.Directory).TryRemove();
        return held;
    }

    private static string[] GroupsIn(string place, string prefix)
    {
        try
        {
            return Directory.GetDirectories(place, prefix + "*");
        }
        catch (Exception none) when (none is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The group in which a controller's limits hold: ours of v2 if the controller is there, else one of v1.</summary>
    private Hierarchy? MakeFor(string controller, string shown, Hierarchy? unified, string? v1Place, string name)
    {
        var whyNotV2 = "cgroup v2 is not mounted, or not writable";
        if (unified is not null && TryDelegate(controller, unified.Directory, out whyNotV2))
        {
            return unified;
        }

        if (Make(v1Place, name, out var whyNotV1) is { } made)
        {
            return new(made, v1Place);
        }

        _unenforced.Add($"{shown}: {whyNotV2}; {(v1Place is null ? "there is no v1 hierarchy for it" : whyNotV1)}");
        return null;
    }

    /// <summary>Has a v2 controller passed on to our groups, or says why that is impossible.</summary>
    private static bool TryDelegate(string controller, string unified, [NotNullWhen(false)] out string? whyNot)
    {
        var place = Path.GetDirectoryName(unified)!;
        try
        {
            if (!Names(Path.Combine(place, "cgroup.controllers")).Contains(controller))
            {
                whyNot = $"cgroup v2 at {place} has no {controller} controller";
                return false;
            }

            var passedOn = Path.Combine(place, "cgroup.subtree_control");
            if (!Names(passedOn).Contains(controller))
            {
                // Only the root may have processes of its own (we are in here) and pass controllers on. Anywhere else the kernel refuses,
                // or takes it to mean threads, and then no process could join the groups below.
                if (File.Exists(Path.Combine(place, TypeFile)))
                {
                    whyNot = $"cgroup v2 at {place} can't pass the {controller} controller on, since it has processes of its own";
                    return false;
                }

                GroupFile.Write(passedOn, "+" + controller);
            }

            GroupFile.Write(Path.Combine(unified, "cgroup.subtree_control"), "+" + controller);
            whyNot = null;
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            whyNot = $"cgroup v2 at {place} does not pass the {controller} controller on ({refused.Message})";
            return false;
        }
    }

    private static string[] Names(string file) => File.ReadAllText(file).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);

    private static string? Make(string? place, string name, out string whyNot)
    {
        whyNot = "";
        if (place is null)
        {
            return null;
        }

        var directory = Path.Combine(place, name);
        try
        {
            Directory.CreateDirectory(directory);
            // A mount may let us make a group and yet not move anybody from ours into it.
            foreach (var group in new[] { place, directory })
            {
                new FileStream(new ControlGroup(group).ProcessesFile, FileMode.Open, FileAccess.Write).Dispose();
            }

            // A part of a threaded group takes no processes.
            var type = Path.Combine(directory, TypeFile);
            return File.Exists(type) && File.ReadAllText(type).Trim() is not "domain" and var other
                ? throw new IOException($"it would be of the type '{other}'")
                : directory;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            _ = new ControlGroup(directory).TryRemove();
            whyNot = $"no group can be made at {place} ({refused.Message})";
            return null;
        }
    }
}
