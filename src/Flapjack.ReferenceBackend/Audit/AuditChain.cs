using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Audit;

/// <summary>Follows the hashes of the audit log from row to row.</summary>
internal static class AuditChain
{
    /// <param name="db">A read of the store.</param>
    /// <param name="end">Where the log ends, as the writer of the log remembers it.</param>
    /// <param name="kept">Where the log ended at an earlier moment; null if there is nothing to compare with.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    public static AuditVerification Verify(StoreSession db, AuditHead end, AuditHead? kept, CancellationToken cancellationToken)
    {
        AuditHead[] known = kept is null ? [end] : [kept, end];
        var head = AuditTable.Checkpoint(db);
        if (known.FirstOrDefault(one => one.Id < head.Id) is { } removed)
        {
            return Broken(head, AuditFault.HeadRemoved, removed.Id, $"Row {removed.Id}, which the head is of, was removed with all up to row {head.Id}.");
        }

        if (IsAnother(head, known))
        {
            return Mismatch(head);
        }

        foreach (var (row, hash) in AuditTable.All(db))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var next = head.Id + 1;
            if (row.Id > next)
            {
                return Broken(head, AuditFault.RowMissing, next, $"Row {next} is missing; the next one is row {row.Id}.");
            }

            if (row.Id < next || row.Id > end.Id || AuditHash.Of(row, head.Hash) != hash)
            {
                return Broken(head, AuditFault.RowChanged, row.Id, $"Row {row.Id} was changed, moved or added.");
            }

            head = new(row.Id, hash);
            if (IsAnother(head, known))
            {
                return Mismatch(head);
            }
        }

        var last = known.Max(one => one.Id);
        return head.Id < last
            ? Broken(head, AuditFault.TailMissing, head.Id + 1, $"The log ends with row {head.Id}, and went on to row {last}.")
            : new(head, null, null, $"All is as it was written, up to row {head.Id}.");
    }

    private static bool IsAnother(AuditHead head, AuditHead[] known) => known.Any(one => one.Id == head.Id && one.Hash != head.Hash);

    private static AuditVerification Mismatch(AuditHead head) =>
        Broken(head, AuditFault.HeadMismatch, head.Id, $"Row {head.Id} is sound in itself, but not the one that was there when the head was taken.");

    private static AuditVerification Broken(AuditHead head, AuditFault fault, long rowId, string detail) => new(head, fault, rowId, detail);
}
