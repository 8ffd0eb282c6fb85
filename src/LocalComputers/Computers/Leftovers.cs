using LocalComputers.Files;
using LocalComputers.Processes;
using LocalComputers.Processes.Groups;
using LocalComputers.Shells;
using LocalComputers.Storage;

namespace LocalComputers.Computers;

/// <summary>
/// What backends that died have left behind: processes, control groups, temporary folders. Two backends that clean up at once do not
/// disturb each other, and what belongs to a living backend is never touched.
/// </summary>
internal sealed class Leftovers(ComputerProcessServices services, GroupPlaces? places)
{
    // It looks at every process: those that an earlier backend has left are older than this one.
    private readonly ProcessTree _tree = new(services.Host);

    private ProcessTable Table => services.Host.Table;

    /// <summary>Ends and removes what is left of every backend that had its data in a temporary folder and is dead.</summary>
    /// <param name="tempFolder">Where the temporary folders are.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task RemoveAsync(string tempFolder, CancellationToken cancellationToken)
    {
        // All groups are removed at once, because they share the looks at the process table.
        await Task.WhenAll((places is null ? [] : ControlGroups.LeftBehindIn(places, services.Names.Prefix, Table))
            .Select(group => RemoveAsync(group, cancellationToken))).ConfigureAwait(false);

        // A data directory that is kept has an owner too, and may lie here under such a name. It is left to the next backend that is started on it.
        await Task.WhenAll(Directory.GetDirectories(tempFolder, services.Names.Prefix + "*")
            .Where(folder => !DataDirectory.StaysAt(folder, services.Names) && FolderOwner.IsDead(folder, Table))
            .Select(folder => RemoveDataAsync(folder, cancellationToken))).ConfigureAwait(false);
    }

    /// <summary>Ends every process of the computers in a data folder whose owner is dead. The files stay.</summary>
    /// <param name="dataFolder">The data folder; nothing happens unless it has a dead owner.</param>
    /// <param name="cancellationToken">Ends the wait for the processes to end.</param>
    public async Task EndComputersAsync(string dataFolder, CancellationToken cancellationToken)
    {
        var all = Path.Combine(dataFolder, "computers");
        if (!FolderOwner.IsDead(dataFolder, Table) || !Directory.Exists(all))
        {
            services.EarlierMayRun |= FolderOwner.IsIn(dataFolder);
            return;
        }

        // Nobody knows the ids of the computers any more; but their processes have this home, and the mark of this folder.
        var computers = FoldersIn(all);
        var survivors = await _tree.KillAsync(
            new()
            {
                Markers = [.. computers.Select(folder => $"HOME={new ComputerFolder(folder).Home}")],
                Marks = services.Marks is { } marks ? [.. computers.Select(marks.OfComputer)] : [],
                Folder = RealPath.Of(all),
                SparedVariable = services.Names.ComputerMarker,
            },
            cancellationToken).ConfigureAwait(false);
        if (survivors.Count > 0)
        {
            services.EarlierMayRun = true;
            ProcessLog.SurvivorsLeftBehind(services.Host.Logger, survivors.Count, dataFolder, string.Join(", ", survivors));
        }
    }

    private static string[] FoldersIn(string folder)
    {
        try
        {
            return Directory.GetDirectories(folder);
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            // A command has closed the folder. A process that has a file of the folder open is found all the same, and this backend has to start.
            return [];
        }
    }

    private async Task RemoveAsync(ControlGroup group, CancellationToken cancellationToken)
    {
        await _tree.KillAsync(new() { Group = group }, cancellationToken).ConfigureAwait(false);
        Tell(group.TryRemove(), group.Directory, "somebody is still in the group");
    }

    private async Task RemoveDataAsync(string folder, CancellationToken cancellationToken)
    {
        await EndComputersAsync(folder, cancellationToken).ConfigureAwait(false);
        var left = DataDirectory.Remove(folder);
        Tell(left is null, folder, left ?? "");
    }

    private void Tell(bool removed, string place, string reason)
    {
        if (removed)
        {
            ProcessLog.LeftoversRemoved(services.Host.Logger, place);
        }
        else
        {
            ProcessLog.LeftoversStay(services.Host.Logger, place, reason);
        }
    }
}
