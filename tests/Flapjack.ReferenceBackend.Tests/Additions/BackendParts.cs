using System.Runtime.CompilerServices;
using Flapjack.ReferenceBackend.Computers;
using Flapjack.ReferenceBackend.Computers.Exec;
using Flapjack.ReferenceBackend.Storage;

namespace Flapjack.ReferenceBackend.Tests.Additions;

/// <summary>What lies inside a backend, for what no call can bring about: a crash, a computer that is destroyed while its agent lives.</summary>
internal static class BackendParts
{
    public static ExecStore Execs(this FlapjackBackend backend) => new(StoreOf(backend));

    public static Store Store(this FlapjackBackend backend) => StoreOf(backend);

    public static Computer ComputerOf(this FlapjackBackend backend, string agent) => ComputersOf(backend).Find(agent)!;

    /// <summary>The bytes that the files of the journals hold on the disk.</summary>
    public static long JournalBytes(this FlapjackBackend backend) => backend.JournalFiles().Sum(file => file.Exists ? file.Length : 0);

    public static FileInfo[] JournalFiles(this FlapjackBackend backend) =>
        new DirectoryInfo(Path.Combine(DataOf(backend).Path, "journals")).GetFiles();

    public static string Folder(this FlapjackBackend backend) => DataOf(backend).Path;

    /// <summary>The descriptors that this process holds of files in the backend's folder.</summary>
    public static string[] OpenFiles(this FlapjackBackend backend) => [.. Directory.GetFiles("/proc/self/fd")
        .Select(path => new FileInfo(path).LinkTarget ?? "")
        .Where(target => target.StartsWith(DataOf(backend).Path, StringComparison.Ordinal))];

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_store")]
    private static extern ref Store StoreOf(FlapjackBackend backend);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_computers")]
    private static extern ref ComputerRegistry ComputersOf(FlapjackBackend backend);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_data")]
    private static extern ref DataDirectory DataOf(FlapjackBackend backend);
}
