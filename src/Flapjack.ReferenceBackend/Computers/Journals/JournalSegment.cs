namespace Flapjack.ReferenceBackend.Computers.Journals;

/// <summary>One file of a journal, and the positions of the journal that it holds: from its start up to its end.</summary>
internal readonly record struct JournalSegment(string FileName, long Start, long End);
