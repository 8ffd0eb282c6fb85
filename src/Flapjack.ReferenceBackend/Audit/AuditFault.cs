namespace Flapjack.ReferenceBackend;

/// <summary>Why an audit log is not the log that was written.</summary>
public enum AuditFault
{
    /// <summary>A row was changed, moved or added: its hash is not the hash of the row and the rows before it.</summary>
    RowChanged,

    /// <summary>A row is missing, and later rows are there.</summary>
    RowMissing,

    /// <summary>The log ends before a row that was certainly in it.</summary>
    TailMissing,

    /// <summary>The log is sound in itself, but it is not the log that the head was taken from: somebody wrote it anew from some row on.</summary>
    HeadMismatch,

    /// <summary>The head's row was removed because of its age, or somebody made it look so. The head proves nothing any more; keep a newer head.</summary>
    HeadRemoved,
}
