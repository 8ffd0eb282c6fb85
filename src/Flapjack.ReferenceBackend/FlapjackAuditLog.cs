using Flapjack.ReferenceBackend.Audit;
using Flapjack.ReferenceBackend.Words;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend;

/// <summary>The audit log in a data directory, for a check without a backend, or beside a backend that is running.</summary>
public static class FlapjackAuditLog
{
    /// <summary>
    /// Checks that no row of the audit log was changed, added or removed since it was written, as <see cref="FlapjackBackend.VerifyAuditLogAsync"/> does. A
    /// backend knows in addition where its own log ended, so without <paramref name="expectedHead"/> this check can't notice rows that were cut off.
    /// </summary>
    /// <param name="dataDirectory">The <see cref="FlapjackBackendOptions.DataDirectory"/> of a backend. Nothing in it is changed.</param>
    /// <param name="expectedHead">Where the log ended at an earlier moment; null for no such check.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>What is wrong, and with which row; or that the log is intact.</returns>
    /// <exception cref="ArgumentException">The directory's name is blank.</exception>
    /// <exception cref="IOException">The directory holds no data of a backend, or its database can't be read, is damaged or of a newer version.</exception>
    public static Task<AuditVerification> VerifyAsync(string dataDirectory, AuditHead? expectedHead = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(dataDirectory);
        return Task.Run(() => Verify(Path.GetFullPath(dataDirectory), expectedHead, cancellationToken), cancellationToken);
    }

    private static AuditVerification Verify(string directory, AuditHead? expectedHead, CancellationToken cancellationToken)
    {
        var database = Path.Combine(directory, FlapjackNames.Host.DatabaseFile);
        if (!File.Exists(database))
        {
            throw new FileNotFoundException($"There is no data of a backend in '{directory}': '{database}' is missing. Name the data directory of a backend.", database);
        }

        return Store.ReadFile(database, BackendSchema.All, db => AuditChain.Verify(db, AuditTable.End(db), expectedHead, cancellationToken));
    }
}
