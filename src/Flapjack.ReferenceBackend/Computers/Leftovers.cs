using Flapjack.ReferenceBackend.Processes;
using Flapjack.ReferenceBackend.Processes.Groups;
using Flapjack.ReferenceBackend.Storage;

namespace Flapjack.ReferenceBackend.Computers;

/// <summary>
/// What backends that died have left behind: processes, control groups, temporary folders. Two that clean up at once do not disturb each
/// other, and what belongs to a living backend is never touched.
/// </summary>
internal sealed class Leftovers(ComputerProcessServices services, GroupPlaces? places)
{
    /// <summary>How the names of temporary data folders begin.</summary>
    public const string FolderPrefix = "flapjack-";

    private ProcessTable Table => services.Host.Table;

    /// <summary>Ends and removes what is left of every backend that had its data in a temporary folder and is dead.</summary>
    /// <param name="tempFolder">Where the temporary folders are.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task RemoveAsync(string tempFolder, CancellationToken cancellationToken)
    {
        if (places is not null)
        {
            foreach (var group in ControlGroups.LeftBehindIn(places, Table))
            {
                await services.Tree.KillAsync(new() { Group = group }, cancellationToken).ConfigureAwait(false);
                Tell(group.TryRemove(), group.Directory, "somebody is still in the group");
            }
        }

        // A data directory that somebody keeps there under such a name is for its own next start to take up.
        var folders = Directory.GetDirectories(tempFolder, FolderPrefix + "*").Where(folder => !DataDirectory.IsKeptAt(folder));
        foreach (var folder in folders.Where(folder => FolderOwner.IsDead(folder, Table)))
        {
            await EndComputersAsync(folder, cancellationToken).ConfigureAwait(false);
            Remove(folder);
        }
    }

    /// <summary>Ends every process of the computers in a data folder whose owner is dead. The files stay.</summary>
    /// <param name="dataFolder">The data folder; nothing happens unless it has a dead owner.</param>
    /// <param name="cancellationToken">Ends the wait for the processes to end.</param>
    public async Task EndComputersAsync(string dataFolder, CancellationToken cancellationToken)
    {
        var all = Path.Combine(dataFolder, "computers");
        if (!FolderOwner.IsDead(dataFolder, Table) || !Directory.Exists(all))
        {
            return;
        }

        // The ids of the computers died with the backend; that they had this home, and the mark of this folder, did not.
        var computers = Directory.GetDirectories(all);
        var survivors = await services.Tree.KillAsync(
            new()
            {
                Markers = [.. computers.Select(folder => $"HOME={new ComputerFolder(folder).Home}")],
                Marks = services.Marks is { } marks ? [.. computers.Select(marks.OfComputer)] : [],
                Folder = RealPath.Of(all),
                SparedVariable = Shell.ComputerMarker,
            },
            cancellationToken).ConfigureAwait(false);
        if (survivors.Count > 0)
        {
            ProcessLog.SurvivorsLeftBehind(services.Host.Logger, survivors.Count, dataFolder, string.Join(", ", survivors));
        }
    }

    private void Remove(string folder)
    {
        try
        {
            new ComputerFolder(folder).Remove();
            Tell(!Directory.Exists(folder), folder, "files can't be removed");
        }
        catch (Exception busy) when (busy is IOException or UnauthorizedAccessException)
        {
            Tell(removed: false, folder, busy.Message);
        }
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
