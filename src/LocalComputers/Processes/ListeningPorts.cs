using System.Globalization;

namespace LocalComputers.Processes;

/// <summary>The TCP ports that processes listen on, from <c>/proc</c>; none where there is no such thing.</summary>
internal static class ListeningPorts
{
    private const string Listening = "0A";
    private const int LocalAddressColumn = 1;
    private const int StateColumn = 3;
    private const int InodeColumn = 9;

    /// <summary>The ports, sorted and each once.</summary>
    public static IReadOnlyList<int> Of(IReadOnlyCollection<int> processIds)
    {
        HashSet<string> sockets = [.. processIds.SelectMany(SocketsOf)];
        if (sockets.Count == 0)
        {
            return [];
        }

        // Processes may live in network namespaces of their own; each has its own tables, read once.
        return [.. processIds
            .DistinctBy(NetworkNamespaceOf)
            .SelectMany(id => RowsOf($"/proc/{id}/net/tcp").Concat(RowsOf($"/proc/{id}/net/tcp6")))
            .Where(row => row[StateColumn] == Listening && sockets.Contains(row[InodeColumn]))
            .Select(PortOf)
            .Distinct()
            .Order()];
    }

    private static IEnumerable<string> SocketsOf(int processId)
    {
        const string Prefix = "socket:[";
        return OrNothing(() => Directory.GetFiles($"/proc/{processId}/fd"))
            .Select(LinkTargetOf)
            .Where(target => target.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(target => target[Prefix.Length..^1]);
    }

    private static string NetworkNamespaceOf(int processId) => LinkTargetOf($"/proc/{processId}/ns/net");

    private static string LinkTargetOf(string path) => OrNothing(() => [new FileInfo(path).LinkTarget ?? ""]).FirstOrDefault("");

    private static IEnumerable<string[]> RowsOf(string table) => OrNothing(() => File.ReadAllLines(table))
        .Skip(1)
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(row => row.Length > InodeColumn);

    private static int PortOf(string[] row)
    {
        var address = row[LocalAddressColumn];
        return int.Parse(address.AsSpan(address.IndexOf(':', StringComparison.Ordinal) + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    private static string[] OrNothing(Func<string[]> read)
    {
        try
        {
            return read();
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // The process has ended meanwhile, or this user may not look into it.
            return [];
        }
    }
}
